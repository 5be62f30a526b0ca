import Accounts
import Database
import Foundation
import Students
import Vocabulary

/// Fills the lines of a list, with a handful of queries for all of them together.
struct RowReading {
    let actor: Actor
    let keys: KeyRing
    let database: any Reading

    /// - Parameter rows: of table `exchange`, in the order of the list.
    func rows(_ rows: [Row]) throws -> [ExchangeRow] {
        let facts = try rows.map(ExchangeFacts.init)
        let events = try ExchangeEvent.read(of: facts.map(\.id), keys: nil, in: database)
        let states = facts.map { ExchangeState(replaying: events[$0.id] ?? []) }
        let organisations = try organisationNames(facts)
        let services = facts.map(\.senderServiceID) + states.compactMap(\.serviceID)
        let teams = try names("service", Set(services.map(\.rawValue)))
        let writers = try lastWriters(facts.map(\.id))
        let workers = states.flatMap { [$0.assigneeID, $0.giver(to: actor.accountID)] } + facts.flatMap(own)
        let people = try AccountStore.names(of: Set(workers.compactMap(\.self)), keys: keys, in: database)
        let named = zip(facts, states).filter { mayName($0, $1) }.map(\.0.personID)
        let students = try StudentsStore.fullNames(of: Set(named), keys: keys, in: database)
        return zip(facts, states).map { facts, state in
            ExchangeRow(
                facts: facts, state: state, senderName: organisations[facts.senderOrganisationID.rawValue] ?? "",
                senderTeam: teams[facts.senderServiceID.rawValue],
                recipientName: organisations[facts.recipientOrganisationID.rawValue] ?? "",
                recipientTeam: state.serviceID.flatMap { teams[$0.rawValue] },
                studentName: mayName(facts, state) ? students[facts.personID] : nil,
                assigneeName: state.assigneeID.flatMap { people[$0] },
                givenByName: state.giver(to: actor.accountID).map { people[$0] ?? "someone who has left" },
                senderPersonName: unreadSender(facts).flatMap { people[$0] },
                newsReaderName: newsReader(facts).flatMap { people[$0] },
                awaitsReply: awaitsReply(facts, state, lastWriter: writers[facts.id])
            )
        }
    }

    /// Whom a list names of its own side.
    private func own(_ facts: ExchangeFacts) -> [AccountID?] { [unreadSender(facts), newsReader(facts)] }

    private func unreadSender(_ facts: ExchangeFacts) -> AccountID? {
        isSender(of: facts) && facts.senderTeamUnreadAt != nil ? facts.senderAccountID : nil
    }

    private func newsReader(_ facts: ExchangeFacts) -> AccountID? {
        isSender(of: facts) ? facts.senderTeamRead?.reader : nil
    }

    private func isSender(of facts: ExchangeFacts) -> Bool { actor.organisationID == facts.senderOrganisationID }

    private func awaitsReply(_ facts: ExchangeFacts, _ state: ExchangeState, lastWriter: OrganisationID?) -> Bool {
        guard let lastWriter, lastWriter != actor.organisationID else { return false }
        return facts.awaitsReply(from: isSender(of: facts) ? .sender : .recipient, state)
    }

    /// Whether the reader may see whom it is about, in a list.
    private func mayName(_ facts: ExchangeFacts, _ state: ExchangeState) -> Bool {
        let isOpen = state.milestones[.opened] != nil || !state.readers.isEmpty
        let isClosed = [.recalled, .enteredInError].contains(state.status) || state.isWithdrawn(from: actor.accountID)
        return isSender(of: facts) || (isOpen && !isClosed)
    }

    func organisationNames(_ facts: [ExchangeFacts]) throws -> [String: String] {
        try names("organisation", Set(facts.flatMap(\.organisations).map(\.rawValue)))
    }

    /// - Parameter table: `organisation` or `service`.
    func names(_ table: String, _ ids: Set<String>) throws -> [String: String] {
        let sql = SQL(stringLiteral: "SELECT id, name FROM \(table) WHERE id IN")
        let rows = try database.rows(sql + "(\(list: Array(ids)))")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0("id"), try $0("name")) })
    }

    /// Which organisation wrote last in each thread.
    private func lastWriters(_ ids: [ExchangeID]) throws -> [ExchangeID: OrganisationID] {
        let rows = try database.rows(
            """
            SELECT exchange_id, organisation_id FROM message WHERE exchange_id IN (\(list: ids))
            ORDER BY exchange_id, at, id
            """
        )
        return try Dictionary(rows.map { (try $0("exchange_id"), try $0("organisation_id")) }) { _, last in last }
    }
}
