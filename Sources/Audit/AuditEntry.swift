import Database
import Foundation
import Vocabulary

/// What is recorded of one act. `detail` holds codes and counts, never an identity and never what people wrote.
public struct AuditFact: Sendable {
    /// The act in the form `exchange.acknowledged`.
    public let action: String
    /// The kind of thing acted on (`exchange`, `contact_point`).
    public let subjectKind: String
    public let subjectID: String?
    /// The student concerned, so that they can be shown who did what with their record.
    public let personID: PersonID?
    public let detail: [String: String]

    public init(
        _ action: String, _ subjectKind: String, _ subjectID: (any CustomStringConvertible)? = nil,
        person: PersonID? = nil, detail: [String: String] = [:]
    ) {
        (self.action, self.subjectKind, self.subjectID) = (action, subjectKind, subjectID?.description)
        (personID, self.detail) = (person, detail)
    }
}

/// One line of the record, as it was written.
public struct AuditEntry: Sendable, Equatable {
    public let seq: Int
    public let at: Date
    public let accountID: AccountID?
    public let role: Role?
    public let organisationID: OrganisationID?
    public let action: String
    public let subjectKind: String
    public let subjectID: String?
    public let personID: PersonID?
    /// JSON with sorted keys.
    public let detail: String
    /// 16 random bytes, so that nobody can guess a content from its hash; `nil` in entries of versions before the seals.
    public let salt: Data?
    /// The hash of the entry before, in entries without a salt; otherwise empty.
    public let previousHash: String
    public let hash: String
}
