import Directory
import Vocabulary

/// HSDS `contact`: how to reach the team. It is never a person, so it has neither name nor title.
struct ContactObject: Encodable, Sendable {
    let id: String
    let serviceId: String
    let department: String
    let phones: [PhoneObject]

    /// - Returns: `nil` where the service gives no number.
    init?(_ service: CareService) {
        let note = service.outOfHoursNote
        let ways = [
            ("In opening hours", service.telephone),
            (note.isEmpty ? "When it is closed" : note, service.outOfHoursTelephone),
        ]
        phones = ways.compactMap { words, number in
            number.map { PhoneObject(number: $0, description: words, of: service.id) }
        }
        if phones.isEmpty { return nil }
        (serviceId, department) = (service.id.rawValue, service.name)
        id = NamedUUID.of("contact", service.id.rawValue)
    }
}

/// HSDS `phone`.
struct PhoneObject: Encodable, Sendable {
    let id: String
    let number: String
    let description: String

    init(number: String, description: String, of service: ServiceID) {
        (self.number, self.description) = (number, description)
        id = NamedUUID.of("phone", service.rawValue, description, number)
    }
}
