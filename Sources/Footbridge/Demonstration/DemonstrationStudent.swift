import Vocabulary

/// A student of the demonstration; every one is invented, with an NHS number from the range that is never issued.
enum DemonstrationStudent: Int, Sendable, CaseIterable {
    case rowan = 1
    case aisha, tomasz, megan, chidi, sofia, harry, weiLing, jordan, fatima, oliver, niamh, dev, eilidh, kwame, hannah
    case luis, zainab, callum, mei, isobel, arun

    /// Given name, family name, age in whole years, where they study.
    private var lines: (given: String, family: String, age: Int, place: Place) {
        switch self {
        case .rowan: ("Rowan", "Ellery", 20, .leeds)
        case .aisha: ("Aisha", "Begum", 19, .leeds)
        case .tomasz: ("Tomasz", "Zieliński", 22, .beckett)
        case .megan: ("Megan", "Price-Jones", 18, .leeds)
        case .chidi: ("Chidi", "Eze", 24, .leeds)
        case .sofia: ("Sofia", "Marchetti", 20, .arts)
        case .harry: ("Harry", "Ainsworth", 21, .beckett)
        case .weiLing: ("Wei Ling", "Tan", 23, .leeds)
        case .jordan: ("Jordan", "Blake", 19, .yorkStJohn)
        case .fatima: ("Fatima", "Al-Rashid", 20, .beckett)
        case .oliver: ("Oliver", "Stanhope", 19, .leeds)
        case .niamh: ("Niamh", "O’Donnell", 18, .beckett)
        case .dev: ("Dev", "Chaudhary", 21, .leeds)
        case .eilidh: ("Eilidh", "Sutherland", 20, .leeds)
        case .kwame: ("Kwame", "Boateng", 17, .arts)
        case .hannah: ("Hannah", "Weiss", 26, .leeds)
        case .luis: ("Luis", "Carvalho", 22, .beckett)
        case .zainab: ("Zainab", "Hussain", 20, .yorkStJohn)
        case .callum: ("Callum", "Reid", 19, .leeds)
        case .mei: ("Mei", "Nakamura", 21, .leeds)
        case .isobel: ("Isobel", "Thorne", 19, .leeds)
        case .arun: ("Arun", "Mehta", 20, .trinity)
        }
    }

    var givenName: String { lines.given }
    var familyName: String { lines.family }
    var place: Place { lines.place }

    /// Born so that they have the age above whenever the demonstration is opened.
    func birthDate(today: CalendarDate) -> CalendarDate {
        let (month, day) = (rawValue % 12 + 1, rawValue + 3)
        let hadBirthday = (month, day) <= (today.month, today.day)
        let year = today.year - lines.age - (hadBirthday ? 0 : 1)
        return CalendarDate(year: year, month: month, day: day) ?? today
    }

    /// The number at this one's place among the valid ones from 999 123 0000 on.
    var nhsNumber: String {
        let stems = (0..<100).map { "9991230\($0 < 10 ? "0" : "")\($0)" }
        let valid = stems.compactMap { stem in NHSNumber.checkDigit(of: stem).map { "\(stem)\($0)" } }
        return valid[rawValue]
    }

    /// How they may be reached, and how they must not.
    var safeContact: String? {
        switch self {
        case .rowan: "Text first, then call after noon. Phone calls without warning are hard for Rowan."
        case .fatima: "University e-mail only."
        // From the range that Ofcom keeps for drama.
        default: "Mobile 07700 900\(100 + rawValue)"
        }
    }

    var unsafeContact: String? {
        switch self {
        case .fatima: "Nothing to the family home, and do not speak with relatives."
        case .niamh: "No letters home."
        default: nil
        }
    }

    /// Who signs in to see what was shared about them.
    var lookAt: String? {
        switch self {
        case .rowan: "What was shared about you, with whom, and who read it; change your mind."
        case .tomasz: "A student who decided in advance what may be told, and wants to be asked first."
        case .harry: "A student who is not asked again: what went by itself, and what was taken back."
        case .mei: "A student who withdrew."
        default: nil
        }
    }
}
