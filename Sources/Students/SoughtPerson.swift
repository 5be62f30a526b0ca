import Vocabulary

/// Whom a clinician looks for among the people on record.
public struct SoughtPerson: Sendable, Equatable {
    public let nhsNumber: NHSNumber?
    /// All of it, or nothing.
    public let named: Named?

    public struct Named: Sendable, Equatable {
        public let givenName: String
        public let familyName: String
        public let birthDate: CalendarDate

        public init(givenName: String, familyName: String, birthDate: CalendarDate) {
            (self.givenName, self.familyName, self.birthDate) = (givenName, familyName, birthDate)
        }
    }

    public init(nhsNumber: NHSNumber? = nil, named: Named? = nil) {
        (self.nhsNumber, self.named) = (nhsNumber, named)
    }

    /// Enough to make a new record.
    public var newPerson: NewPerson? {
        named.map {
            NewPerson(
                nhsNumber: nhsNumber, givenName: $0.givenName, familyName: $0.familyName, birthDate: $0.birthDate)
        }
    }
}
