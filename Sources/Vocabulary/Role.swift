/// What a person is in an organisation (product.md, "Who uses it"). A role means its permissions and nothing else.
public enum Role: String, Sendable, Codable, CaseIterable {
    case clinician, practitioner, serviceManager, informationGovernanceLead, partnershipLead, facilitator, mentor
    case student, `operator`
    /// Footbridge itself; nobody can hold it.
    case system
    /// A record system that has proved who it is; nobody can hold it.
    case recordSystem

    /// Every right that the role gives. What is not listed is denied.
    public var permissions: Set<Permission> {
        switch self {
        case .clinician:
            [
                .searchDirectory, .sendExchange, .recordConsent, .followSentExchange, .readExchange, .writeThread,
                .holdDirectoryEntry,
            ]
        case .practitioner: [.searchDirectory, .readExchange, .answerExchange, .writeThread, .holdDirectoryEntry]
        case .serviceManager:
            [
                .searchDirectory, .followSentExchange, .readExchange, .answerExchange, .writeThread,
                .holdDirectoryEntry, .keepDirectory, .readLedger, .inviteStaff, .keepRecordSystems,
            ]
        case .informationGovernanceLead:
            [
                .searchDirectory, .readExchange, .decideWithoutConsent, .readLedger, .readAccessLog,
                .holdDirectoryEntry, .decideRetention,
            ]
        case .partnershipLead: [.searchDirectory]
        case .facilitator: [.searchDirectory]
        case .mentor: [.searchDirectory]
        case .student: [.readOwnRecord, .decideOwnSharing]
        case .operator: [.administerInstallation, .searchDirectory]
        case .system: [.runClocks]
        case .recordSystem:
            [
                .deliverMessages, .sendAsAgreed, .searchDirectory, .collectExchanges, .findColleagues,
                .keepSubscriptions,
            ]
        }
    }

    public var title: String {
        switch self {
        case .clinician: "Clinician"
        case .practitioner: "Practitioner"
        case .serviceManager: "Service manager"
        case .informationGovernanceLead: "Information governance lead"
        case .partnershipLead: "Partnership lead"
        case .facilitator: "Facilitator"
        case .mentor: "Mentor"
        case .student: "Student"
        case .operator: "Operator"
        case .system: "Footbridge"
        case .recordSystem: "Record system"
        }
    }

    /// `an information governance lead`
    public var titleWithArticle: String {
        let title = title.lowercased()
        return (title.first.map { "aeiou".contains($0) } == true ? "an " : "a ") + title
    }

    /// Staff must set up a second factor and are signed out after 15 minutes without a sign of life.
    public var isStaff: Bool { ![.student, .system, .recordSystem].contains(self) }

    /// Whether its work is that of one team, so that whoever is invited to it is given no more than their team.
    public var worksInTeam: Bool { [.clinician, .practitioner].contains(self) }
}

/// One thing that somebody may do.
public enum Permission: String, Sendable, CaseIterable {
    /// Find organisations, services and their contact points.
    case searchDirectory
    /// Ask about student status and about sharing, send a notice.
    case sendExchange
    /// Write down what a student answered about sharing, or that they took it back.
    case recordConsent
    /// Recall, correct, and record calls about what the own organisation sent.
    case followSentExchange
    /// Read exchanges that the own organisation sent or received.
    case readExchange
    /// Acknowledge, take, record contact, accept, close: on exchanges that the own organisation received.
    case answerExchange
    /// Write in the thread of an exchange one may read.
    case writeThread
    /// Be, verify and hand over a contact.
    case holdDirectoryEntry
    /// Edit the organisation's services, hours and contact points.
    case keepDirectory
    case readLedger
    case inviteStaff
    /// Decide about sharing without consent (information governance lead of the sending organisation).
    case decideWithoutConsent
    case readAccessLog
    /// Say how long the organisation keeps exchanges, place legal holds, remove what has reached its time.
    case decideRetention
    case readOwnRecord
    case decideOwnSharing
    /// Create organisations' first invitations, see health and counts; never a student's record.
    case administerInstallation
    case runClocks
    /// Register the record systems of the own organisation, and shut them out.
    case keepRecordSystems
    /// Hand in messages of the own record system.
    case deliverMessages
    /// Send, with no person looking, what a student agreed to in advance, and nothing else.
    case sendAsAgreed
    /// Read, as the system of one team, the exchanges of that team; as a recipient only what a person there has opened.
    case collectExchanges
    /// Find by name who works in the own team, so that what they do can be said in their name.
    case findColleagues
    /// Say, as the system of one team, where it wants to hear of what happens to that team's exchanges.
    case keepSubscriptions

    /// All that a person's own record system may say they did.
    static let throughSystem: Set<Permission> = [
        .searchDirectory, .readExchange, .answerExchange, .followSentExchange, .writeThread, .recordConsent,
    ]
}
