import Directory
import Vocabulary

/// What a team leaves behind that closes, and with whom.
public struct TeamClosing: Sendable {
    public let service: CareService
    /// How many exchanges are open with it.
    public let received: Int
    /// How many that it sent are open elsewhere.
    public let sent: Int
    /// How many notices somebody of it has begun, and not sent.
    public let drafts: Int
    /// How many messages of record systems wait for its decision.
    public let held: Int
    /// The record systems that hand in on its behalf, by name.
    public let systems: [String]
    /// The managers of the whole organisation, by name: they are told in its stead, and stay when the team's own have gone.
    public let managers: [String]

    /// What a person has seen who says that it may close all the same.
    public var mark: String { ([received, sent, drafts, held].map(String.init) + systems).joined(separator: " ") }

    /// Whether it leaves nothing that anybody has to see to.
    public var leavesNothing: Bool { received + sent + drafts + held == 0 && systems.isEmpty }

    /// Whether what it leaves would have nobody.
    public var leavesNobody: Bool { !leavesNothing && managers.isEmpty }

    /// Why it cannot close then.
    public static let refusal = """
        This team cannot close yet: what it leaves would have nobody, since no manager has a role in the whole organisation. \
        Invite one first, or finish what is open and shut its record systems out.
        """
}
