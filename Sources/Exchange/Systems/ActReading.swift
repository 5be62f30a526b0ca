import Database
import Foundation
import Vocabulary

/// One entry of the record of acts, as a system of the organisation whose people did it reads it. Who it was is not in it.
public struct OwnAct: Sendable {
    /// By what it is read again: the exchange, and a keyed index of its number in the record. The number itself would tell
    /// how much happens in the whole installation.
    public let id: String
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
    public var ids: [String]?
    public var exchanges: [ExchangeID]?
    /// Those of exchanges about somebody, where the system may know whom they are about.
    public var people: [PersonID]?
    /// `exchange.acknowledged`
    public var actions: [String]?
    public var at: [MomentRange] = []

    public init() {}

    fileprivate func condition(for actor: Actor, _ keys: KeyRing, in database: any Reading) throws -> SQL {
        let numbers = try ids.map { try ActID.numbers($0, keys, in: database) }
        let about = try people.map { people -> SQL in
            """
            a.subject_id IN (SELECT e.id FROM exchange e WHERE e.person_id IN (\(list: people))
                AND \(sql: try ExchangeFilter.told(to: actor)))
            """
        }
        return .all(
            [
                numbers.map { "a.seq IN (\(list: $0))" }, exchanges.map { "a.subject_id IN (\(list: $0))" }, about,
                actions.map { "a.action IN (\(list: $0))" },
            ].compactMap(\.self) + at.map { $0.condition(on: "a.at") })
    }
}

/// How an entry of the record is called outside: by its exchange, whose entries are few, and by what stands for its number.
private enum ActID {
    static func text(_ number: Int, of exchange: String, _ keys: KeyRing) -> String {
        "\(exchange).\(keys.blindIndex(String(number), "audit_entry.seq").prefix(20))"
    }

    /// The numbers of those that there are.
    static func numbers(_ ids: [String], _ keys: KeyRing, in database: any Reading) throws -> [Int] {
        let exchanges = Set(ids.compactMap { id in id.split(separator: ".").first.map(String.init) })
        let rows = try database.rows(
            "SELECT seq, subject_id FROM audit_entry WHERE subject_id IN (\(list: Array(exchanges)))")
        return try rows.compactMap { row in
            let number: Int = try row("seq")
            return ids.contains(text(number, of: try row("subject_id"), keys)) ? number : nil
        }
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
        return try await engine.read { [keys] database in
            let list = PagedList(
                "a.seq, a.at, a.action, a.role, a.subject_id, a.organisation_id", from: "audit_entry a",
                where: .all([try query.condition(for: actor, keys, in: database), own]), by: "a.at",
                id: "CAST(a.seq AS TEXT)")
            return try database.page(list, page).map { row in
                let exchange: ExchangeID = try row("subject_id")
                return OwnAct(
                    id: ActID.text(try row("seq"), of: exchange.rawValue, keys), at: try row("at"),
                    action: try row("action"),
                    role: try row("role"), exchangeID: exchange, organisationID: try row("organisation_id"))
            }
        }
    }
}
