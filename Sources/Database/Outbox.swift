import Foundation
import Vocabulary

/// One thing that must leave by itself. Written in the transaction of the change that causes it; never holds an identity.
public struct OutboxEntry: Sendable {
    /// What happened, in the form `exchange.sent`.
    public let topic: String
    public let subjectID: String
    public let recipientOrganisationID: OrganisationID?
    public let recipientAccountID: AccountID?
    public let payload: [String: String]

    public init(
        _ topic: String, subject: any CustomStringConvertible, to organisation: OrganisationID? = nil,
        account: AccountID? = nil, payload: [String: String?] = [:]
    ) {
        (self.topic, subjectID) = (topic, subject.description)
        (recipientOrganisationID, recipientAccountID, self.payload) = (
            organisation, account, payload.compactMapValues(\.self)
        )
    }
}

extension Writing {
    /// Takes back, for good, what was to leave about the things whose ids are, or are selected by, `subjects`.
    public func removePost(about subjects: SQL) throws {
        for table in ["outbox_entry", "delivery"] {
            try execute(SQL(stringLiteral: "DELETE FROM \(table) WHERE subject_id IN") + "(\(sql: subjects))")
        }
    }

    public func post(_ entry: OutboxEntry, at now: Date) throws {
        try execute(
            """
            INSERT INTO outbox_entry (id, topic, subject_id, recipient_organisation_id, recipient_account_id, payload,
                created_at, available_at)
            VALUES (\(Identifier<OutboxEntry>(at: now)), \(entry.topic), \(entry.subjectID),
                \(entry.recipientOrganisationID), \(entry.recipientAccountID), \(FlatJSON.text(entry.payload)), \(now), \(now))
            """
        )
    }
}
