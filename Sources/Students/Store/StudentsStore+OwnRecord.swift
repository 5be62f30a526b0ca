import Database
import Vocabulary

extension StudentsStore {
    /// The record of somebody whose NHS number and date of birth were proved elsewhere, so that they can see it. Both have
    /// to match: a number that was mistyped for somebody else must not open their record.
    /// - Returns: `nil` where there is none.
    public func ownRecord(nhsNumber: NHSNumber, born birthDate: CalendarDate) async throws -> PersonID? {
        try await engine.read { [keys] database in
            let found = try Self.person(under: nhsNumber, keys: keys, in: database)
            return found.flatMap { $0.birthDate == birthDate ? $0.id : nil }
        }
    }
}
