import Database
import Foundation
import Vocabulary

/// How one exchange stands, in codes: what a system shows in a list. Nothing in it says what was told.
public struct ExchangeOverview: Sendable, Identifiable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    public let side: ExchangeSide
    /// How many things have happened to it: grows by each, so that nobody changes what they have not seen.
    public let version: Int
    /// When the last of them happened.
    public let changedAt: Date
    /// Whether the reader may fetch what was told, and whom it is about.
    public let isTold: Bool
    public let senderName: String
    public let recipientName: String
    /// Of the team it is with now.
    public let teamName: String?
    /// What people wrote when it ended, where the reader may know.
    public let ending: ExchangeEvent?

    public var id: ExchangeID { facts.id }
}

extension ExchangeStore {
    /// Exchanges that the actor's team has, or had, to do with. Listing is not opening.
    public func overviews(
        _ filters: [ExchangeFilter], by order: ExchangeOrder = .sent, _ page: PageRequest, as actor: Actor
    ) async throws -> PageOf<ExchangeOverview> {
        try actor.require(.collectExchanges)
        let keys = keys
        return try await engine.read { database in
            let conditions = try filters.map { try $0.condition(for: actor, in: database) }
            let list = PagedList(
                "e.*", from: "exchange e", where: .all([try ExchangeScope.both(actor)] + conditions), by: order.key,
                id: "e.id")
            let found = try database.page(list, page)
            let rows = try OverviewReading(actor: actor, keys: keys, database: database).overviews(found.items)
            return PageOf(items: rows, total: found.total, next: found.next)
        }
    }

    /// - Throws: `NotFound` where the actor's team has nothing to do with it.
    public func overview(_ id: ExchangeID, as actor: Actor) async throws -> ExchangeOverview {
        let found = try await overviews([.ids([id])], PageRequest(most: 1), as: actor)
        guard let overview = found.items.first else { throw NotFound("exchange") }
        return overview
    }
}

/// Fills a page of overviews, with a handful of questions for all of them together.
private struct OverviewReading {
    let actor: Actor
    let keys: KeyRing
    let database: any Reading

    func overviews(_ rows: [Row]) throws -> [ExchangeOverview] {
        let facts = try rows.map(ExchangeFacts.init)
        let events = try ExchangeEvent.read(of: facts.map(\.id), keys: keys, in: database)
        let files = facts.map { ExchangeFile($0, events: events[$0.id] ?? []) }
        let reading = RowReading(actor: actor, keys: keys, database: database)
        let organisations = try reading.organisationNames(facts)
        let teams = try reading.names("service", Set(files.compactMap { $0.state.serviceID?.rawValue }))
        return files.map { file in overview(file, organisations, teams) }
    }

    private func overview(
        _ file: ExchangeFile, _ organisations: [String: String], _ teams: [String: String]
    ) -> ExchangeOverview {
        let (facts, isTold) = (file.facts, file.isTold(to: actor))
        return ExchangeOverview(
            facts: facts, state: file.state, side: file.side(of: actor), version: file.events.count,
            changedAt: file.events.map(\.at).max() ?? facts.sentAt, isTold: isTold,
            senderName: organisations[facts.senderOrganisationID.rawValue] ?? "",
            recipientName: organisations[facts.recipientOrganisationID.rawValue] ?? "",
            teamName: file.state.serviceID.flatMap { teams[$0.rawValue] },
            ending: isTold && file.state.status.isEnded
                ? file.events.last { Standing.allCases.compactMap(\.ending).contains($0.kind) } : nil
        )
    }
}
