import Database
import Foundation
import Students
import Vocabulary

extension ConsentReport {
    /// Whether `other` is this answer, handed on before.
    func repeats(_ other: Consent) -> Bool {
        other.by.kind == .student && other.invalidatedAt == nil && other.recipient == recipient
            && other.answer == (isYes ? .given : .refused) && other.recordedAt == Self.exact(saidAt)
    }

    /// Whether what the student said since, or at the same moment, stands in the way of keeping this. A no gives way to
    /// nothing: kept in its place in time it takes nothing away while a later yes counts, and once that has ended it still
    /// stands before every yes that is older.
    func isOvertaken(by other: Consent) -> Bool {
        guard isYes, other.answer != .notAsked, other.by.kind == .student, other.invalidatedAt == nil,
            other.recipient.organisationID == recipient.organisationID
        else { return false }
        return max(other.recordedAt, other.withdrawnAt ?? other.recordedAt) >= Self.exact(saidAt)
    }

    /// To the millisecond, as answers on record are.
    private static func exact(_ moment: Date) -> Date { Date(sqlValue: moment.sqlValue) ?? moment }
}
