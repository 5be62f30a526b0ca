import Database
import Foundation
import Outbox
import Vocabulary

/// Looks once more, as e-mails are about to leave, whether each is still for whom it was written: somebody to whom it was to go
/// in the morning may have left the team overnight.
struct Readdressing: Sendable {
    let engine: any Engine

    /// Takes out what is for others by now, and puts in what those are owed, in their own hours.
    /// - Parameter bundle: what is due to one recipient.
    /// - Returns: the rest.
    func stillDue(_ bundle: [Delivery], at now: Date) async throws -> [Delivery] {
        let strayed = try await engine.read { database in
            try bundle.filter { try Self.strayed($0, in: database) != nil }
        }
        if strayed.isEmpty { return bundle }
        try await engine.write { database in
            for letter in strayed { try Self.readdress(letter, at: now, in: database) }
        }
        return bundle.filter { !strayed.contains($0) }
    }

    /// The event that a letter tells of, where it would go to others if it happened now; `nil` where the letter may leave.
    private static func strayed(_ letter: Delivery, in database: any Reading) throws -> WaitingEntry? {
        guard let account = letter.recipient.accountID, let topic = MailTopic(rawValue: letter.topic),
            let entry = try entry(of: letter, about: topic, to: account, in: database),
            try !entry.isFor(account, saying: topic, in: database)
        else { return nil }
        return entry
    }

    /// Of several of the same round the one that names whom the letter is for.
    private static func entry(
        of letter: Delivery, about topic: MailTopic, to account: AccountID, in database: any Reading
    ) throws -> WaitingEntry? {
        let topics = MailTopic.allCases.filter { [$0, $0.toTeam, $0.toLast].contains(topic) }
        return try database.row(
            """
            SELECT * FROM outbox_entry WHERE subject_id = \(letter.subjectID) AND topic IN (\(list: topics.map(\.rawValue)))
                AND recipient_organisation_id = \(letter.organisationID) AND delivered_at <= \(letter.createdAt)
            ORDER BY CASE WHEN recipient_account_id = \(account) THEN 0 ELSE 1 END, delivered_at DESC, id DESC LIMIT 1
            """
        ).map(WaitingEntry.init)
    }

    private static func readdress(_ letter: Delivery, at now: Date, in database: any Writing) throws {
        guard let entry = try strayed(letter, in: database), try DeliveryQueue.takeOut(letter, in: database) else {
            return
        }
        let letters = try entry.letters(at: now, in: database)
        let told = try letters.first.map { try alreadyTold($0.delivery.topic, like: letter, in: database) } ?? []
        for (new, departure) in letters {
            if let account = new.recipient.accountID, told.contains(account) { continue }
            // It belongs to the round in which the event was told of.
            let owed = Delivery(
                at: letter.createdAt, topic: new.topic, subject: new.subjectID, reference: new.reference,
                dueAt: new.dueAt, organisation: new.organisationID, to: new.recipient, urgent: new.isUrgent)
            try DeliveryQueue.add(owed, departure: departure, in: database)
        }
    }

    /// Who was told so in the same round: where several have left, the others hear of it once.
    private static func alreadyTold(
        _ topic: String, like letter: Delivery, in database: any Reading
    ) throws -> Set<AccountID> {
        try Set(
            database.rows(
                """
                SELECT account_id FROM delivery WHERE subject_id = \(letter.subjectID)
                    AND organisation_id = \(letter.organisationID) AND created_at = \(letter.createdAt)
                    AND topic = \(topic) AND account_id IS NOT NULL
                """
            ).map { try $0("account_id") })
    }
}
