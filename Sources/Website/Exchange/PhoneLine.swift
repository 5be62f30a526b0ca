import Exchange
import Vocabulary

/// A number to phone, and who answers it where that is on record.
struct PhoneLine: Sendable {
    let label: String
    let link: Link
    let note: String?

    init?(_ label: String, _ number: String?, note: String? = nil) {
        guard let link = Link.telephone(number) else { return nil }
        (self.label, self.link, self.note) = (label, link, note)
    }

    /// Of the team that was told: first the number that answers at this hour.
    static func all(_ record: ExchangeRecord) -> [PhoneLine] {
        let party = record.recipient
        let day = PhoneLine("Telephone", party.telephone)
        let night = PhoneLine("Out of hours", party.outOfHoursTelephone, note: party.outOfHoursNote)
        return (record.isRecipientOpen ? [day, night] : [night, day]).compactMap(\.self)
    }
}
