import Accounts
import Database
import Directory
import Foundation
import Outbox
import Students
import Vocabulary

/// Gathers what one person sees of one exchange, within one transaction.
struct RecordReading {
    let file: ExchangeFile
    let actor: Actor
    let now: Date
    let keys: KeyRing
    let database: any Reading

    func record() throws -> ExchangeRecord {
        let (facts, state) = (file.facts, file.state)
        let closedBecause = closedBecause
        let sender = try party(facts.senderOrganisationID, facts.senderServiceID)
        let recipient = try party(facts.recipientOrganisationID, state.serviceID)
        let names = try names()
        let thread = closedBecause == nil ? try thread(names, sender, recipient) : []
        let possible = facts.isKeptByAll ? try possible() : []
        return ExchangeRecord(
            facts: facts, state: state, side: side, sender: sender, recipient: recipient,
            isRecipientOpen: try side == .recipient || isOpen(state.serviceID),
            disclosure: closedBecause == nil ? try disclosure() : nil, closedBecause: closedBecause,
            timeline: timeline(names, sender, recipient), thread: thread, readers: readers(names),
            lookers: lookers(names), names: names,
            colleagues: try Colleagues.answering(file, keys: keys, in: database),
            otherTeams: possible.contains(.handedOn) ? try otherTeams() : [],
            teamNames: try teamNames(), others: closedBecause == nil ? try others() : [], possible: possible,
            undelivered: try DeliveryStore.givenUp(about: facts.id.rawValue, in: database), readAt: now
        )
    }

    private func possible() throws -> Set<ExchangeEvent.Kind> {
        let answers = try side == .recipient && file.isAnswered(by: actor, in: database)
        return file.state.possible(for: actor, on: side, answering: answers)
    }

    var side: ExchangeSide { file.side(of: actor) }

    /// Why the reader sees nothing of what was told; the sender always does.
    var closedBecause: String? {
        guard side == .recipient else { return nil }
        switch file.state.status {
        case .recalled: return "The sender has recalled this before anybody of the team read it."
        case .enteredInError:
            return "The sender has marked this as entered in error. Do not use what you may have read."
        default:
            return file.state.isWithdrawn(from: actor.accountID)
                ? "The student has withdrawn consent, so this can no longer be read." : nil
        }
    }

    private func isOpen(_ service: ServiceID?) throws -> Bool {
        guard let service else { return true }
        do { return try DirectoryStore.calendar(of: service, in: database).isOpen(at: now) } catch is NotFound {
            // The team is no more; its organisation's own number is the first to try.
            return true
        }
    }

    func party(_ organisation: OrganisationID, _ service: ServiceID?) throws -> ExchangeRecord.Party {
        let row = try database.row(
            """
            SELECT o.name, s.name AS team, COALESCE(s.telephone, o.telephone) AS telephone, s.out_of_hours_telephone,
                NULLIF(s.out_of_hours_note, '') AS out_of_hours_note
            FROM organisation o LEFT JOIN service s ON s.id = \(service) WHERE o.id = \(organisation)
            """
        )
        return ExchangeRecord.Party(
            organisationID: organisation, organisation: try row?("name") ?? "An organisation that has left",
            serviceID: service, team: try row?("team"), telephone: try row?("telephone"),
            outOfHoursTelephone: try row?("out_of_hours_telephone"), outOfHoursNote: try row?("out_of_hours_note")
        )
    }

    func names() throws -> [AccountID: String] {
        let assignees = file.events.compactMap(\.detail.assigneeID)
        let rows = try database.rows("SELECT DISTINCT account_id FROM message WHERE exchange_id = \(file.facts.id)")
        let writers: [AccountID] = try rows.map { try $0("account_id") }
        let accounts = Set(file.events.compactMap(\.accountID) + assignees + writers)
        return try AccountStore.names(of: accounts, keys: keys, in: database)
    }

    private func timeline(
        _ names: [AccountID: String], _ parties: ExchangeRecord.Party...
    ) -> [ExchangeRecord.TimelineEntry] {
        file.events.map { event in
            ExchangeRecord.TimelineEntry(
                event: event, name: name(of: event, names),
                organisation: parties.first { $0.organisationID == event.organisationID }?.organisation
            )
        }
    }

    /// Who did it; where a record system sent the notice, in the name of the clinician as well.
    private func name(of event: ExchangeEvent, _ names: [AccountID: String]) -> String {
        let name = event.accountID.map { names[$0] ?? "Someone who has left" } ?? "Footbridge"
        guard file.facts.recordSystemID != nil, event.kind == .sent, let clinician = event.words.named else {
            return name
        }
        return "\(clinician), through \(name)"
    }

    func readers(_ names: [AccountID: String]) -> [ExchangeRecord.Reader] {
        file.state.readers.sorted { $0.value < $1.value }.map {
            ExchangeRecord.Reader(name: names[$0.key] ?? "Someone who has left", firstAt: $0.value)
        }
    }

    func lookers(_ names: [AccountID: String]) -> [ExchangeRecord.Reader] {
        file.state.lookers.filter { file.state.readers[$0.key] == nil }.sorted { $0.value.at < $1.value.at }.map {
            ExchangeRecord.Reader(
                name: names[$0.key] ?? "Someone who has left", firstAt: $0.value.at, role: $0.value.role)
        }
    }

    private func thread(
        _ names: [AccountID: String], _ sender: ExchangeRecord.Party, _ recipient: ExchangeRecord.Party
    ) throws -> [ExchangeRecord.ThreadMessage] {
        let rows = try database.rows("SELECT * FROM message WHERE exchange_id = \(file.facts.id) ORDER BY at, id")
        return try rows.map { row in
            let (account, organisation): (AccountID, OrganisationID) = (
                try row("account_id"), try row("organisation_id")
            )
            let isSender = organisation == sender.organisationID
            return ExchangeRecord.ThreadMessage(
                id: try row("id"), at: try row("at"), name: names[account] ?? "Someone who has left",
                organisation: (isSender ? sender : recipient).organisation, side: isSender ? .sender : .recipient,
                body: try keys.open(row("body_sealed"), "message.body")
            )
        }
    }

    private func otherTeams() throws -> [ExchangeRecord.Team] {
        let decided = try ExchangeStore.decided(for: file.facts, at: now, in: database)
        let rows = try database.rows(
            """
            SELECT id, name FROM service WHERE organisation_id = \(file.facts.recipientOrganisationID)
                AND closed_at IS NULL ORDER BY name
            """
        )
        let teams: [(ServiceID, String)] = try rows.map { (try $0("id"), try $0("name")) }
        return try teams.filter { $0.0 != file.state.serviceID }.map { id, name in
            ExchangeRecord.Team(id: id, name: name, cautions: try cautions(id), isDecided: decided.contains(id))
        }
    }

    private func cautions(_ team: ServiceID) throws -> [String] {
        let found = try DirectoryStore.recipientTeam(at: team, purpose: .notices, at: now, in: database)
        let opening = found.route.opensNextAt.map { ", opens \(UKTime.short($0, now: now))" } ?? ""
        let night = found.service?.outOfHoursTelephone.map { "While it is closed, others answer on \($0)." }
        let isForCrises = [.crisisTeam, .emergencyLiaison].contains(found.service?.kind)
        let limits = found.service?.limits ?? ""
        return [
            found.route.isOpenNow ? nil : "Closed now\(opening).",
            found.route.isOpenNow ? nil : night,
            isForCrises || !limits.isEmpty ? nil : "It is no crisis service.",
            limits.isEmpty ? nil : "What it does not do: \(limits)",
        ].compactMap(\.self)
    }

    func teamNames() throws -> [ServiceID: String] {
        let teams = Set(file.events.compactMap(\.detail.serviceID))
        let rows = try database.rows("SELECT id, name FROM service WHERE id IN (\(list: Array(teams)))")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0("id"), try $0("name")) })
    }

    /// What the reader's own side did not lose unread.
    private func others() throws -> [ExchangeRecord.Other] {
        let rows = try database.rows(
            """
            SELECT e.id, e.reference, e.kind, e.created_at FROM exchange e
            WHERE e.person_id = \(file.facts.personID) AND e.id <> \(file.facts.id)
                AND \(sql: try ExchangeScope.both(actor)) AND (e.sender_organisation_id = \(try actor.organisation())
                    OR EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'opened'))
            ORDER BY e.created_at DESC LIMIT 20
            """
        )
        return try rows.map {
            ExchangeRecord.Other(
                id: try $0("id"), reference: try $0("reference"), kind: try $0("kind"), sentAt: try $0("created_at"))
        }
    }
}
