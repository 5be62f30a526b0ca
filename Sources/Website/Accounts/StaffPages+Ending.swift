import Directory
import Exchange
import Foundation
import Vocabulary

extension StaffPages {
    /// What ending a role leaves behind, before anything ends.
    func askToEnd(_ visit: Visit) async throws -> Answer {
        let departure = try await exchanges.departure(visit.id(), as: visit.actor)
        let places = try await directory.places(of: departure.accountID, by: visit.actor)
        let page = EndRolePage(departure, places, at: visit.now)
        return .page("accounts/end-role", page, title: "End a role")
    }

    func end(_ visit: Visit) async throws -> Answer {
        let colleague = visit.form["colleague"].flatMap(AccountID.init)
        try await exchanges.endRole(visit.id(), givingTo: colleague, by: visit.actor)
        return .seeOther("/staff", flash: "The role has ended, and the person is signed out.")
    }
}

struct EndRolePage: Sendable {
    let id: String
    let name: String
    let role: String
    /// References, by what is due next.
    let taken: [Taken]
    let hasTaken: Bool
    let colleague: SelectField?
    let places: [Place]
    let hasPlaces: Bool

    struct Taken: Sendable {
        let id: String
        let reference: String
    }

    struct Place: Sendable {
        let href: String
        let title: String
        let consequence: String
    }

    init(_ departure: Departure, _ places: [OwnEntry], at now: Date) {
        (id, name, role) = (departure.membershipID.rawValue, departure.name, departure.role)
        taken = departure.taken.map { Taken(id: $0.id.rawValue, reference: $0.reference) }
        hasTaken = !taken.isEmpty
        colleague =
            departure.taken.isEmpty
            ? nil
            : SelectField(
                "colleague", label: "Who takes them over?",
                [("", "Nobody yet: they go back to the team")]
                    + departure.colleagues.map { ($0.id.rawValue, $0.name) },
                chosen: nil, hint: "What they cannot answer in their team goes back to the team.")
        let today = CalendarDate(now)
        self.places = departure.staysOtherwise ? [] : places.map { Place($0, on: today) }
        hasPlaces = !self.places.isEmpty
    }
}

extension EndRolePage.Place {
    fileprivate init(_ entry: OwnEntry, on today: CalendarDate) {
        let (point, holder) = (entry.point, entry.holder)
        href = "/directory/contacts/\(point.id)"
        title = "\(entry.service.name): \(point.purpose.title.lowercased())"
        consequence =
            if point.isLast(holder, on: today) {
                "Nobody else is in this contact. From then on senders are told to phone. Add somebody first."
            } else if holder.rank == 0 {
                "They hold it. From then on a deputy is told, until you say who holds it."
            } else {
                "They are a deputy. The others stay."
            }
    }
}
