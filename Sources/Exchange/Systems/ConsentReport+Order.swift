import Database
import Foundation
import Students
import Vocabulary

extension ConsentReport {
    /// Whether `other` is this answer, handed on before.
    func repeats(_ other: Consent) -> Bool {
        other.by.kind == .student && other.invalidatedAt == nil && other.recipient == recipient
            && other.answer == (isYes ? .given : .refused) && Self.same(other.recordedAt, saidAt)
    }

    /// Whether what the student said since stands in the way of keeping this. A yes gives way to whatever was said later, or at
    /// the same moment. A no gives way to nothing but a yes that was said later, to the same team, and still counts: a no that
    /// is kept in its place in time takes nothing away, and one that is lost cannot be made good.
    /// - Parameter age: of the student, in years.
    func isOvertaken(by other: Consent, age: Int, at now: Date) -> Bool {
        guard other.answer != .notAsked, other.by.kind == .student, other.invalidatedAt == nil,
            other.recipient.organisationID == recipient.organisationID
        else { return false }
        if isYes { return max(other.recordedAt, other.withdrawnAt ?? other.recordedAt) >= Self.exact(saidAt) }
        return other.isStandingYes(to: recipient, age: age, at: now) && other.recordedAt > Self.exact(saidAt)
    }

    private static func same(_ one: Date, _ other: Date) -> Bool { one.sqlValue == other.sqlValue }

    /// To the millisecond, as answers on record are.
    private static func exact(_ moment: Date) -> Date { Date(sqlValue: moment.sqlValue) ?? moment }
}

extension Consent {
    /// Whether this permits telling `recipient` something now, beyond one episode.
    fileprivate func isStandingYes(to recipient: SharingRecipient, age: Int, at now: Date) -> Bool {
        answer == .given && withdrawnAt == nil && exchangeID == nil && capacity.isAble(age: age)
            && endsAt.map { now < $0 } ?? true && (self.recipient == recipient || self.recipient.serviceID == nil)
    }
}
