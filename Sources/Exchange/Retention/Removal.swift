import Accounts
import Audit
import Database
import Foundation
import Students
import Vocabulary

/// The removal of exchanges for one organisation, in the name of who asked for it, within one transaction.
struct Removal {
    let actor: Actor
    let organisation: OrganisationID
    let now: Date
    let database: any Writing

    /// - Parameter row: of a report that was confirmed.
    init(_ row: Row, at now: Date, keys: KeyRing, database: any Writing) throws {
        let account: AccountID = try row("confirmed_by")
        organisation = try row("organisation_id")
        actor = Actor(
            accountID: account, organisationID: organisation, role: .informationGovernanceLead,
            name: try AccountStore.name(of: account, keys: keys, in: database))
        (self.now, self.database) = (now, database)
    }

    /// Judges it as it stands now, and does what the verdict says.
    func remove(_ id: ExchangeID) throws -> RetentionReport.Outcome {
        guard let subject = try RetentionReading(database: database).subject(id) else { return .left(.goneAlready) }
        guard let side = try side(of: id) else { return .left(.goneAlready) }
        switch RetentionRule.decide(subject.facts, for: side, at: now) {
        case .keep(let reason): return .left(reason)
        case .release:
            try release(subject, side)
            return .released
        case .remove:
            try removeRows(subject)
            return .removed
        }
    }

    func finish(_ report: RetentionReportID) throws {
        try database.execute("UPDATE retention_report SET finished_at = \(now) WHERE id = \(report)")
        try AuditTrail.record(
            AuditFact("retention.removal_finished", "retention_report", report), by: actor, at: now, in: database)
    }

    /// `nil` where the organisation no longer has it.
    private func side(of id: ExchangeID) throws -> ExchangeSide? {
        try [ExchangeSide.sender, .recipient].first { side in
            let kept = RetentionReading.kept(by: organisation, on: side)
            return try database.row("SELECT e.id FROM exchange e WHERE e.id = \(id) AND \(sql: kept)") != nil
        }
    }

    private func release(_ subject: RetentionReading.Subject, _ side: ExchangeSide) throws {
        let change: SQL =
            side == .sender ? "sender_released_at = \(now)" : "recipient_released_at = \(now)"
        try database.execute("UPDATE exchange SET \(sql: change) WHERE id = \(subject.id)")
        try audit("exchange.released", subject)
    }

    /// Every row that tells of the exchange, and of the student where nothing else is left about them. The audit entries
    /// stay: they hold no name and nothing that anybody wrote.
    private func removeRows(_ subject: RetentionReading.Subject) throws {
        let (id, person) = (subject.id, subject.personID)
        // What was answered to a record system goes by the id of its message.
        try database.removePost(about: "SELECT id FROM incoming_message WHERE exchange_id = \(id)")
        for table in Self.tables {
            try database.execute(SQL(stringLiteral: "DELETE FROM \(table) WHERE exchange_id =") + "\(id)")
        }
        try database.removePost(about: "\(id)")
        try database.execute("DELETE FROM exchange WHERE id = \(id)")
        try audit("exchange.removed", subject)
        try StudentsStore.forget(id, about: person, in: database)
        let end = UKTime.calendar.date(byAdding: .year, value: -RetentionPolicy.nhsYears, to: now) ?? .distantPast
        guard try StudentsStore.forget(person, untouchedSince: end, in: database) else { return }
        try database.execute("DELETE FROM legal_hold WHERE person_id = \(person)")
        let fact = AuditFact("person.removed", "person", person, person: person)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    private static let tables = [
        "exchange_event", "exchange_content", "exchange_request", "exchange_checklist", "exchange_team",
        "exchange_clock", "message", "incoming_message",
    ]

    private func audit(_ act: String, _ subject: RetentionReading.Subject) throws {
        let fact = AuditFact(act, "exchange", subject.id, person: subject.personID)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }
}
