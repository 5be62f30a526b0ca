import Foundation
import Students
import Vocabulary

/// A notice that is ready to be sent: checked by `Drafts`, decided by `Students`.
public struct NewNotice: Sendable {
    /// Chosen when the draft began, because the sharing decision refers to it before anything leaves.
    public var id: ExchangeID
    public var kind: ExchangeKind
    public var urgency: Urgency
    public var personID: PersonID
    public var provider: OrganisationID
    public var campusID: CampusID?
    /// When the student came, was admitted or left; never in the future.
    public var happenedAt: Date
    /// What is told, by category. Anything outside the permit is refused, not dropped.
    public var contents: [InformationCategory: String]
    public var requests: [NewRequest]
    /// Empty unless the kind has a checklist.
    public var checklist: [ChecklistAnswer]
    /// What happens next on the NHS side, in plain words.
    public var nextSteps: String?
    public var namedContact: NamedContact?
    /// The clinician whom a message names, where no person sends it.
    public var senderName: String?
    /// When the clinician began; kept as the first event.
    public var draftedAt: Date?
    /// The same key sent twice is one notice.
    public var idempotencyKey: String

    public init(
        id: ExchangeID, kind: ExchangeKind, urgency: Urgency, personID: PersonID, provider: OrganisationID,
        campusID: CampusID? = nil, happenedAt: Date, contents: [InformationCategory: String],
        requests: [NewRequest], checklist: [ChecklistAnswer] = [], nextSteps: String? = nil,
        namedContact: NamedContact? = nil, senderName: String? = nil, draftedAt: Date? = nil, idempotencyKey: String
    ) {
        (self.id, self.kind, self.urgency, self.personID) = (id, kind, urgency, personID)
        (self.provider, self.campusID, self.happenedAt) = (provider, campusID, happenedAt)
        (self.contents, self.requests, self.checklist) = (contents, requests, checklist)
        (self.nextSteps, self.namedContact, self.senderName) = (nextSteps, namedContact, senderName)
        (self.draftedAt, self.idempotencyKey) = (draftedAt, idempotencyKey)
    }
}

/// One thing asked of the recipient.
public struct NewRequest: Sendable, Hashable, Codable {
    public let kind: RequestKind
    public let detail: String?

    public init(_ kind: RequestKind, detail: String? = nil) {
        (self.kind, self.detail) = (kind, detail)
    }
}

/// Whom on the NHS side the recipient can reach about this student.
public struct NamedContact: Sendable, Hashable, Codable {
    public let name: String
    public let jobTitle: String?
    public let telephone: String
    /// When they can be reached, as people say it: "weekdays 9 to 5".
    public let hours: String

    public init(name: String, jobTitle: String? = nil, telephone: String, hours: String) {
        (self.name, self.jobTitle, self.telephone, self.hours) = (name, jobTitle, telephone, hours)
    }
}
