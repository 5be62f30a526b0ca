import Database
import Foundation
import Students

/// What has become of an answer about sharing.
public enum ConsentStanding: Sendable, CaseIterable {
    /// A yes that permits new sharing.
    case active
    /// A yes that was taken back, or has run out.
    case ended
    case refused
    case enteredInError

    /// As a condition on `consent c`; a test holds it against `Consent.standing(at:)`.
    func condition(at now: Date) -> SQL {
        switch self {
        case .active: .all([Self.isYes, "NOT \(sql: Self.hasEnded(at: now))"])
        case .ended: .all([Self.isYes, Self.hasEnded(at: now)])
        case .refused: "(c.invalidated_at IS NULL AND c.answer <> \(ConsentAnswer.given))"
        case .enteredInError: "c.invalidated_at IS NOT NULL"
        }
    }

    private static let isYes: SQL = "(c.invalidated_at IS NULL AND c.answer = \(ConsentAnswer.given))"

    private static func hasEnded(at now: Date) -> SQL {
        """
        (c.withdrawn_at IS NOT NULL OR (c.expires_at IS NOT NULL AND c.expires_at <= \(now)) OR (
            c.reaffirmed_at IS NULL AND c.reaffirm_by IS NOT NULL AND c.reaffirm_by <= \(now)))
        """
    }
}

extension Consent {
    public func standing(at now: Date) -> ConsentStanding {
        if invalidatedAt != nil { return .enteredInError }
        if answer != .given { return .refused }
        let hasEnded = withdrawnAt != nil || endsAt.map { $0 <= now } ?? false
        return hasEnded ? .ended : .active
    }
}
