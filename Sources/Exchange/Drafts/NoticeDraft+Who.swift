import Students
import Vocabulary

extension NoticeDraft {
    /// Step 1: an NHS number, or a name and date of birth, as typed; and which person on record is meant.
    public struct Who: Codable, Sendable, Equatable {
        public var nhsNumber = ""
        public var givenName = ""
        public var familyName = ""
        public var birthDate = TypedDate()
        /// `nil` until the clinician has looked at who was found.
        public var choice: Choice?

        public init() {}

        public enum Choice: Codable, Sendable, Equatable {
            case known(PersonID)
            case new
        }

        /// The longest name accepted, in characters.
        public static let longestName = 100
    }
}

extension NoticeDraft.Who {
    /// - Throws: `InvalidInput` with every fault: the number's digits or check, what is missing of the name, the date.
    public func check(today: CalendarDate) throws(InvalidInput) -> SoughtPerson {
        var faults = FaultList()
        let number = TypedText.clean(nhsNumber)
        if number.isEmpty && !hasName {
            throw InvalidInput("nhsNumber", "Enter an NHS number, or a name and date of birth.")
        }
        let nhsNumber = number.isEmpty ? nil : faults.take(try Self.read(number))
        let named = hasName ? checkName(today, &faults) : nil
        try faults.finish()
        return SoughtPerson(nhsNumber: nhsNumber, named: named)
    }

    /// As `check`, where the records do not know the number: a new record needs the name too.
    public func checkForNewRecord(today: CalendarDate) throws(InvalidInput) -> NewPerson {
        let sought = try check(today: today)
        if let person = sought.newPerson { return person }
        throw InvalidInput([
            FieldFault("givenName", "Footbridge does not know this NHS number yet. Enter the given name."),
            FieldFault("familyName", "Enter the family name."),
            FieldFault("birthDate", "Enter the date of birth."),
        ])
    }

    /// The person on record who was chosen.
    var known: PersonID? {
        if case .known(let id) = choice { id } else { nil }
    }

    var isEmpty: Bool { TypedText.clean(nhsNumber).isEmpty && !hasName && choice == nil }

    /// Whether the answers can be taken to mean one and the same person; a corrected name on the same record does.
    func meansTheSame(as other: Self) -> Bool {
        if case .known(let person) = choice, case .known(let otherPerson) = other.choice {
            return person == otherPerson
        }
        let number = (nhsNumber.filter(\.isNumber), other.nhsNumber.filter(\.isNumber))
        if !number.0.isEmpty, !number.1.isEmpty { return number.0 == number.1 }
        return (givenName, familyName, birthDate) == (other.givenName, other.familyName, other.birthDate)
    }

    private var hasName: Bool {
        !TypedText.clean(givenName).isEmpty || !TypedText.clean(familyName).isEmpty || !birthDate.isEmpty
    }

    private func checkName(_ today: CalendarDate, _ faults: inout FaultList) -> SoughtPerson.Named? {
        let given = faults.take(try Self.name(givenName, "givenName", "the given name"))
        let family = faults.take(try Self.name(familyName, "familyName", "the family name"))
        let born = faults.take(try born(today))
        guard let given, let family, let born else { return nil }
        return SoughtPerson.Named(givenName: given, familyName: family, birthDate: born)
    }

    private func born(_ today: CalendarDate) throws(InvalidInput) -> CalendarDate {
        let date = try birthDate.past(field: "birthDate", called: "the date of birth", today: today)
        guard date.years(to: today) <= 120 else {
            throw InvalidInput("birthDate", "The date of birth is more than 120 years ago. Check the year.")
        }
        return date
    }

    /// A name on one line that shows something: marks that print nothing are no name.
    private static func name(_ typed: String, _ field: String, _ called: String) throws(InvalidInput) -> String {
        let name = try TypedText.required(typed, field: field, called: called, most: longestName)
            .replacing("\n", with: " ").replacing("\t", with: " ")
        let isVisible = name.unicodeScalars.contains { !$0.properties.isDefaultIgnorableCodePoint }
        guard isVisible else { throw InvalidInput(field, "Enter \(called).") }
        return name
    }

    private static func read(_ number: String) throws(InvalidInput) -> NHSNumber {
        do throws(NHSNumber.Fault) { return try NHSNumber(number) } catch {
            throw InvalidInput("nhsNumber", error.message)
        }
    }
}
