import Accounts
import Database
import Directory
import Foundation
import Vocabulary

/// Whom one step of the ladder tells. The entries hold a reference and times; never who the student is.
struct Nudges {
    let file: ExchangeFile
    let rise: Ladder.Rise
    let now: Date
    let database: any Reading

    func entries() throws -> [OutboxEntry] {
        switch rise.step.rung {
        case .reminder: file.state.isByPhone ? [toSender()] : try reminders()
        case .deputy: addressed(owing, try deputies())
        case .manager: addressed(owing, try managers())
        case .sender: [toSender(try telephone())]
        }
    }

    /// The organisation that has to act: where the recipient is reached by phone only, that is the sender.
    private var owing: OrganisationID {
        file.state.isByPhone ? file.facts.senderOrganisationID : file.facts.recipientOrganisationID
    }

    private func reminders() throws -> [OutboxEntry] {
        do { return [entry(to: owing, try reminded())] } catch is NotFound {
            // The team has closed since, and nobody reads its mailbox; then whoever answers for the organisation is told.
            return addressed(owing, try managers())
        }
    }

    private func reminded() throws -> AccountID? {
        if let assignee = file.state.assigneeID { return assignee }
        guard let service = file.state.serviceID else { return nil }
        let team = try DirectoryStore.recipientTeam(at: service, purpose: .notices, at: now, in: database)
        return team.route.holder?.accountID
    }

    private func deputies() throws -> [AccountID] {
        guard let point = file.state.contactPointID else { return [] }
        do {
            return try DirectoryStore.deputies(of: point, at: now, in: database).compactMap(\.accountID)
        } catch is NotFound {
            // The contact point has closed since; then the team as a whole is told.
            return []
        }
    }

    private func managers() throws -> [AccountID] {
        let team = file.state.isByPhone ? file.facts.senderServiceID : file.state.serviceID
        return try AccountStore.managers(of: owing, team: team, in: database)
    }

    /// What the sender is to phone: the team, or the organisation's switchboard.
    private func telephone() throws -> [String: String] {
        let row = try database.row(
            """
            SELECT COALESCE(s.telephone, o.telephone) AS telephone, s.out_of_hours_telephone FROM organisation o
            LEFT JOIN service s ON s.id = \(file.state.serviceID) WHERE o.id = \(file.facts.recipientOrganisationID)
            """
        )
        let (day, night): (String?, String?) = (try row?("telephone"), try row?("out_of_hours_telephone"))
        return ["telephone": day, "outOfHoursTelephone": night].compactMapValues(\.self)
    }

    /// Where nobody is known by name, the organisation is told as such: a step is never lost.
    private func addressed(_ organisation: OrganisationID, _ accounts: [AccountID]) -> [OutboxEntry] {
        accounts.isEmpty ? [entry(to: organisation, nil)] : accounts.map { entry(to: organisation, $0) }
    }

    private func toSender(_ more: [String: String?] = [:]) -> OutboxEntry {
        file.facts.toSender(topic, payload.merging(more) { a, _ in a })
    }

    private var topic: String { "exchange.\(rise.step.rung.eventKind.rawValue)" }

    private var payload: [String: String?] {
        [
            "reference": file.facts.reference, "clock": rise.step.clock.rawValue,
            "due": file.state.deadlines.map { String(Int64($0.due(rise.step.clock).timeIntervalSince1970 * 1000)) },
        ]
    }

    private func entry(
        to organisation: OrganisationID, _ account: AccountID?
    ) -> OutboxEntry {
        // The mailbox is the recipient's; what goes to the sender does not name it.
        let mailbox = organisation == file.facts.recipientOrganisationID ? file.state.contactPointID?.rawValue : nil
        return OutboxEntry(
            topic, subject: file.facts.id, to: organisation, account: account,
            payload: payload.merging(["contactPoint": mailbox]) { a, _ in a })
    }
}
