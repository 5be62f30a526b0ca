import Database
import Vocabulary

extension StudentsStore {
    /// The record of somebody whose NHS number and date of birth were proved elsewhere, so that they can see it. Both have
    /// to match: a number that was mistyped for somebody else must not open their record.
    /// - Returns: `nil` where there is none.
    public func ownRecord(nhsNumber: NHSNumber, born birthDate: CalendarDate) async throws -> PersonID? {
        let (key, keys) = (PersonKey.nhsNumber(nhsNumber.digits, keys), keys)
        return try await engine.read { database in
            guard let row = try database.row("SELECT id FROM person WHERE nhs_number_index = \(key)") else {
                return nil
            }
            let person = try Self.person(row("id"), keys: keys, in: database)
            return person.birthDate == birthDate ? person.id : nil
        }
    }
}
