import Database
import Foundation
import Students
import Vocabulary

/// One exchange as a system fetches it: how it stands and what was told, without what only a page shows.
public struct CollectedExchange: Sendable, Identifiable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    /// Where the system stands.
    public let side: ExchangeSide
    /// When the last thing happened to it.
    public let changedAt: Date
    /// `Crisis team, Leeds and York Partnership`
    public let senderTitle: String
    /// The team that has it now, and its organisation.
    public let recipientTitle: String
    public let disclosure: ExchangeRecord.Disclosure

    public var id: ExchangeID { facts.id }
}

/// Fills a page of them.
struct CollectedReading {
    let actor: Actor
    let now: Date
    let keys: KeyRing
    let database: any Reading

    /// - Parameter rows: of table `exchange`, of what is told to the actor.
    func exchanges(_ rows: [Row]) throws -> [ExchangeID: CollectedExchange] {
        let facts = try rows.map(ExchangeFacts.init)
        let events = try ExchangeEvent.read(of: facts.map(\.id), keys: keys, in: database)
        let files = facts.map { ExchangeFile($0, events: events[$0.id] ?? []) }
        let told = try DisclosureReading(now: now, keys: keys, database: database).disclosures(files)
        let names = try Names(files, RowReading(actor: actor, keys: keys, database: database))
        return files.reduce(into: [:]) { found, file in
            guard let disclosure = told[file.facts.id] else { return }
            found[file.facts.id] = CollectedExchange(
                facts: file.facts, state: file.state, side: file.side(of: actor),
                changedAt: file.events.map(\.at).max() ?? file.facts.sentAt,
                senderTitle: names.title(file.facts.senderOrganisationID, file.facts.senderServiceID),
                recipientTitle: names.title(file.facts.recipientOrganisationID, file.state.serviceID),
                disclosure: disclosure)
        }
    }

    /// Of organisations and teams on both sides.
    private struct Names {
        let organisations: [String: String]
        let teams: [String: String]

        init(_ files: [ExchangeFile], _ reading: RowReading) throws {
            organisations = try reading.organisationNames(files.map(\.facts))
            let services = files.map(\.facts.senderServiceID) + files.compactMap(\.state.serviceID)
            teams = try reading.names("service", Set(services.map(\.rawValue)))
        }

        func title(_ organisation: OrganisationID, _ team: ServiceID?) -> String {
            let name = organisations[organisation.rawValue] ?? "An organisation that has left"
            return [team.flatMap { teams[$0.rawValue] }, name].compactMap(\.self).joined(separator: ", ")
        }
    }
}
