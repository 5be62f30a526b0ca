import Foundation

extension Consent {
    /// When the student answered anew, for good and for the same team, so that this standing answer counts no longer;
    /// `nil` where it is their last word. An answer that has lapsed replaces nothing: the one before it stands again.
    /// - Parameter age: of the student, in years; whoever is too young or too unwell to decide replaces nothing either.
    func replacedAt(by answers: [Consent], age: Int, at now: Date) -> Date? {
        guard isStanding else { return nil }
        return answers.filter { other in
            other.isStanding && other.recipient == recipient && other.capacity.isAble(age: age)
                && (other.recordedAt, other.id.rawValue) > (recordedAt, id.rawValue) && !other.hasLapsed(at: now)
        }.map(\.recordedAt).min()
    }

    /// The student's own answer for the future.
    private var isStanding: Bool {
        exchangeID == nil && by.kind == .student && answer != .notAsked && invalidatedAt == nil
    }

    private func hasLapsed(at now: Date) -> Bool {
        answer == .given && withdrawnAt == nil && endsAt.map { $0 <= now } ?? false
    }
}
