import Directory
import Vocabulary

/// A real organisation of the open data that plays in the demonstration.
enum Place: String, Sendable, CaseIterable {
    case leeds, beckett, arts, trinity, yorkStJohn
    case teachingHospitals, partnershipTrust

    /// How the open data knows it.
    var code: String {
        switch self {
        case .leeds: "10007795"
        case .beckett: "10003861"
        case .arts: "10003854"
        case .trinity: "10003863"
        case .yorkStJohn: "10007713"
        case .teachingHospitals: "RR8"
        case .partnershipTrust: "RGD"
        }
    }

    /// As people say it.
    var name: String {
        switch self {
        case .leeds: "University of Leeds"
        case .beckett: "Leeds Beckett University"
        case .arts: "Leeds Arts University"
        case .trinity: "Leeds Trinity University"
        case .yorkStJohn: "York St John University"
        case .teachingHospitals: "Leeds Teaching Hospitals"
        case .partnershipTrust: "Leeds and York Partnership"
        }
    }

    var isTrust: Bool { self == .teachingHospitals || self == .partnershipTrust }

    /// York St John stands for the universities that are told by telephone and letter.
    var hasJoined: Bool { self != .yorkStJohn }

    var domain: String {
        switch self {
        case .leeds: "leeds.example"
        case .beckett: "beckett.example"
        case .arts: "arts.example"
        case .trinity: "trinity.example"
        case .yorkStJohn: "yorksj.example"
        case .teachingHospitals: "lth.example"
        case .partnershipTrust: "lyp.example"
        }
    }
}

/// A team of the demonstration. Telephone numbers are from the range that Ofcom keeps for drama.
enum Team: String, Sendable, CaseIterable {
    case leedsWellbeing, leedsDisability, beckettWellbeing, artsSupport, trinitySupport, liaison, crisis, ward

    var place: Place {
        switch self {
        case .leedsWellbeing, .leedsDisability: .leeds
        case .beckettWellbeing: .beckett
        case .artsSupport: .arts
        case .trinitySupport: .trinity
        case .liaison: .teachingHospitals
        case .crisis, .ward: .partnershipTrust
        }
    }

    /// Whether universities' notices come here.
    var receivesNotices: Bool { !place.isTrust }

    /// Whether everybody may find it.
    var isPublic: Bool { [.leedsWellbeing, .beckettWellbeing, .artsSupport, .crisis].contains(self) }

    var ages: AgeRange { self == .crisis ? AgeRange(youngest: 18) : .any }

    var hours: [OpeningHours] {
        let week = Weekday.allCases.prefix(5)
        return switch self {
        case .liaison, .crisis, .ward: OpeningHours.roundTheClock
        case .leedsWellbeing:
            OpeningHours.each(week, .term, from: 9 * 60, to: 18 * 60)
                + OpeningHours.each(week, .vacation, from: 9 * 60, to: 17 * 60)
        case .leedsDisability, .trinitySupport: OpeningHours.office
        case .beckettWellbeing:
            OpeningHours.each(week, .term, from: 8 * 60 + 30, to: 17 * 60)
                + OpeningHours.each(week, .vacation, from: 10 * 60, to: 16 * 60)
        case .artsSupport:
            OpeningHours.each(Weekday.allCases.prefix(4), .term, from: 9 * 60 + 30, to: 16 * 60 + 30)
                + OpeningHours.each(Weekday.allCases.prefix(4), .vacation, from: 10 * 60, to: 14 * 60)
        }
    }
}
