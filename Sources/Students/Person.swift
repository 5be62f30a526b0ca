import Vocabulary

/// Somebody whom a notice can be about.
public struct Person: Sendable, Hashable {
    public let id: PersonID
    public let nhsNumber: NHSNumber?
    public let givenName: String
    public let familyName: String
    public let birthDate: CalendarDate

    public init(id: PersonID, nhsNumber: NHSNumber?, givenName: String, familyName: String, birthDate: CalendarDate) {
        (self.id, self.nhsNumber, self.givenName) = (id, nhsNumber, givenName)
        (self.familyName, self.birthDate) = (familyName, birthDate)
    }

    public var fullName: String { "\(givenName) \(familyName)" }

    /// In whole years.
    public func age(on day: CalendarDate) -> Int { birthDate.years(to: day) }
}

/// Somebody on record, as one transaction knows them. It is no `Sendable`, so it cannot leave that transaction.
public struct PersonOnRecord {
    public let id: PersonID
    /// Whether they were put on record in this transaction, so that nobody can have answered for them before.
    let isNew: Bool

    /// Somebody who was there already.
    public static func known(_ id: PersonID) -> PersonOnRecord { PersonOnRecord(id: id, isNew: false) }

    static func new(_ id: PersonID) -> PersonOnRecord { PersonOnRecord(id: id, isNew: true) }
}

/// A person not yet on record, as a clinician entered them.
public struct NewPerson: Sendable, Hashable, Codable {
    public let nhsNumber: String?
    public let givenName: String
    public let familyName: String
    public let birthDate: CalendarDate

    public init(nhsNumber: NHSNumber?, givenName: String, familyName: String, birthDate: CalendarDate) {
        (self.nhsNumber, self.givenName) = (nhsNumber?.digits, givenName)
        (self.familyName, self.birthDate) = (familyName, birthDate)
    }
}
