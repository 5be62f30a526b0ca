import Foundation
import Vocabulary

/// How far a person has come in signing in.
public enum SessionStage: Sendable, Equatable {
    /// The password was right; the code of the second factor is still to come.
    case needsCode
    /// Staff who have not yet set up a second factor may do nothing else.
    case needsSecondFactor
    /// Several roles are held; one has to be picked.
    case needsRole
    case complete(Actor)
}

/// One browser in which somebody signed in.
public struct Session: Sendable {
    public let tokenHash: String
    public let account: Account
    public let memberships: [Membership]
    public let membership: Membership?
    public let stage: SessionStage
    /// Every form carries it; a form without it was not ours (CSRF).
    public let formToken: String
    /// When it ends if nothing more is heard.
    public let endsAt: Date
    /// Where the person signed in, unless that was here.
    public let providerID: SignInProviderID?
    /// Which roles the way they came in opens.
    public let scope: SessionScope

    public var actor: Actor? {
        if case .complete(let actor) = stage { actor } else { nil }
    }
}

/// How long a session lives without a sign of life, and at most.
public struct SessionLimits: Sendable {
    public let staffIdle: TimeInterval
    public let studentIdle: TimeInterval
    public let most: TimeInterval

    public init(staffIdle: TimeInterval = 15 * 60, studentIdle: TimeInterval = 30 * 60, most: TimeInterval = 12 * 3600)
    {
        (self.staffIdle, self.studentIdle, self.most) = (staffIdle, studentIdle, most)
    }

    func idle(for memberships: [Membership]) -> TimeInterval {
        memberships.contains { $0.role.isStaff } ? staffIdle : studentIdle
    }
}
