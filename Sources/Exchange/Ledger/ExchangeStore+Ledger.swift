import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension ExchangeStore {
    /// What the actor's organisation sent and received in a period; nothing leaves it, however it ended.
    public func ledger(
        _ filter: LedgerFilter, after cursor: String? = nil, most: Int = 50, as actor: Actor
    ) async throws -> Ledger {
        try actor.require(.readLedger)
        let (keys, now) = (keys, clock.now)
        let scope = try LedgerScope(filter, actor: actor, now: now)
        let after = cursor.flatMap(ListCursor.init)
        return try await engine.read { database in
            let found = try database.rows(scope.rows(after, most))
            let shown = Array(found.prefix(most))
            let last = found.count > most ? shown.last : nil
            let counts = try scope.counts(in: database)
            return Ledger(
                filter: filter,
                rows: try RowReading(actor: actor, keys: keys, database: database).ledgerRows(shown, at: now),
                next: try last.map { ListCursor(at: try $0("created_at"), id: try $0("id")).text },
                counts: counts.found, total: counts.total, notShared: try scope.notShared(in: database)
            )
        }
    }
}

extension RowReading {
    func ledgerRows(_ rows: [Row], at now: Date) throws -> [LedgerRow] {
        let facts = try rows.map(ExchangeFacts.init)
        let events = try ExchangeEvent.read(of: facts.map(\.id), keys: nil, in: database)
        let organisations = try organisationNames(facts)
        let states = facts.map { ExchangeState(replaying: events[$0.id] ?? []) }
        let services = facts.map(\.senderServiceID) + states.compactMap(\.serviceID)
        let teams = try names("service", Set(services.map(\.rawValue)))
        let people = Set(states.flatMap { [$0.assigneeID, $0.holder?.accountID].compactMap(\.self) })
        let known = try AccountStore.names(of: people, keys: keys, in: database)
        return zip(facts, states).map { facts, state in
            LedgerRow(
                facts: facts, state: state,
                senderName: organisations[facts.senderOrganisationID.rawValue] ?? "",
                senderTeam: teams[facts.senderServiceID.rawValue],
                recipientName: organisations[facts.recipientOrganisationID.rawValue] ?? "",
                recipientTeam: state.serviceID.flatMap { teams[$0.rawValue] },
                side: facts.senderOrganisationID == actor.organisationID ? .sender : .recipient, names: known,
                readAt: now
            )
        }
    }
}
