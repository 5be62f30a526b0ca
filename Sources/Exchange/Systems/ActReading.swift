import Database
import Foundation
import Vocabulary

/// One entry of the record of acts, as a system of the organisation whose people did it reads it. Who it was is not in it.
public struct OwnAct: Sendable {
    /// Its number in the record.
    public let number: Int
    public let at: Date
    /// `exchange.acknowledged`
    public let action: String
    /// In which role somebody did it; `recordSystem` where no person did.
    public let role: Role?
    public let exchangeID: ExchangeID
    public let organisationID: OrganisationID
}

/// Which of them are asked for; what is `nil` does not matter.
public struct ActQuery: Sendable {
    public var numbers: [Int]?
    public var exchanges: [ExchangeID]?
    public var at: [MomentRange] = []

    public init() {}

    /// Whether it asks by something that the record can be searched for without being read whole.
    public var isNarrow: Bool { numbers != nil || exchanges != nil }

    fileprivate var condition: SQL {
        .all(
            [
                numbers.map { "a.seq IN (\(list: $0))" }, exchanges.map { "a.subject_id IN (\(list: $0))" },
            ].compactMap(\.self) + at.map { $0.condition(on: "a.at") })
    }
}

extension ExchangeStore {
    /// What the actor's organisation did with exchanges of the actor's team, as the record of acts has it.
    public func acts(_ query: ActQuery, _ page: PageRequest, as actor: Actor) async throws -> PageOf<OwnAct> {
        try actor.require(.collectExchanges)
        let own: SQL = """
            a.organisation_id = \(try actor.organisation()) AND a.subject_kind = 'exchange' AND EXISTS (
                SELECT 1 FROM exchange e WHERE e.id = a.subject_id AND \(sql: try ExchangeScope.both(actor)))
            """
        let list = PagedList(
            "a.seq, a.at, a.action, a.role, a.subject_id, a.organisation_id", from: "audit_entry a",
            where: .all([query.condition, own]), by: "a.at", id: "CAST(a.seq AS TEXT)")
        return try await engine.read { database in
            try database.page(list, page).map { row in
                OwnAct(
                    number: try row("seq"), at: try row("at"), action: try row("action"), role: try row("role"),
                    exchangeID: try row("subject_id"), organisationID: try row("organisation_id"))
            }
        }
    }
}
