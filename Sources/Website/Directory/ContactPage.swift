import Directory
import Foundation
import Vocabulary

/// One contact point as its keeper sees it.
struct ContactPage: Sendable {
    let heading: String
    let service: Link
    let base: String
    let freshness: String
    let isFresh: Bool
    let reasons: [String]
    let hasReasons: Bool
    let email: String?
    let telephone: Link?
    let rhythm: String
    let people: [Person]
    let hasPeople: Bool

    struct Person: Sendable {
        let id: String
        let name: String
        let place: String
        let note: String?
        let isDeputy: Bool
        let mayLeave: Bool
    }

    init(_ point: ContactPoint, _ service: CareService, at now: Date) {
        let (today, state) = (CalendarDate(now), point.freshness(at: now))
        heading = "\(point.purpose.title): \(service.name)"
        self.service = Link(service.name, "/directory/services/\(service.id)")
        base = "/directory/contacts/\(point.id)"
        (freshness, isFresh) = (state.sentence, state.isFresh)
        reasons = (point.concern(in: service, at: now)?.reasons ?? []).filter { $0 != state.sentence }
        hasReasons = !reasons.isEmpty
        (email, telephone) = (point.email, .telephone(point.telephone))
        rhythm = "Every \(UKTime.count(point.verifyEveryDays, "day"))"
        people = point.holders.map { Person($0, on: today) }
        hasPeople = !people.isEmpty
    }
}

extension ContactPage.Person {
    init(_ holder: ContactHolder, on today: CalendarDate) {
        (id, name) = (holder.id.rawValue, ContactCard.person(holder))
        place = holder.rank == 0 ? "Holder" : "Deputy \(holder.rank)"
        isDeputy = holder.rank > 0
        mayLeave = holder.leavingOn == nil
        if let starts = holder.startsOn, starts > today {
            note = "From \(starts.spoken)"
        } else if let leaves = holder.leavingOn {
            note = holder.hasLeft(on: today) ? "Left on \(leaves.spoken)" : "Leaves on \(leaves.spoken)"
        } else {
            note = nil
        }
    }
}

/// The fields of a contact point and of a person in it.
enum ContactForm {
    static func address(
        _ text: ContactPointText, asksPurpose: Bool, days: String, _ faults: FieldFaults
    ) -> [FormField] {
        let purposes = ExchangePurpose.allCases.map { Choices.Choice($0.rawValue, $0.title) }
        let purpose = Choices(
            "purpose", legend: "What does it receive?", purposes, chosen: [text.purpose.rawValue],
            error: faults["purpose"]
        )
        return (asksPurpose ? [.radios(purpose)] : []) + [
            .text(
                TextField(
                    "email", label: "E-mail address of the team", value: text.email, error: faults["email"],
                    kind: .email, width: .twenty
                )
            ),
            .text(
                TextField(
                    "telephone", label: "Telephone", value: text.telephone, error: faults["telephone"],
                    kind: .telephone, width: .twenty
                )
            ),
            .text(
                TextField(
                    "verifyEveryDays", label: "Days between checks", value: days,
                    hint: "After so many days without a check, senders are sent past this contact. From 7 to 366.",
                    error: faults["verifyEveryDays"], kind: .number, width: .five
                )
            ),
        ]
    }

    static func person(_ text: HolderText, _ colleagues: [Colleague], _ faults: FieldFaults) -> [FormField] {
        let people =
            [("", "Somebody who does not use Footbridge")]
            + colleagues.map { ($0.accountID.rawValue, "\($0.name), \($0.roleTitle)") }
        func line(
            _ name: String, _ label: String, _ value: String, hint: String? = nil, _ kind: TextField.Kind = .text
        ) -> FormField {
            .text(
                TextField(name, label: label, value: value, hint: hint, error: faults[name], kind: kind, width: .twenty)
            )
        }
        return [
            .select(
                SelectField(
                    "colleague", label: "Colleague", people, chosen: text.accountID?.rawValue,
                    error: faults["colleague"]
                )
            ),
            line("name", "Name", text.name, hint: "Only for somebody who does not use Footbridge."),
            line("jobTitle", "Job title", text.jobTitle),
            line("email", "E-mail address", text.email, .email),
            line("telephone", "Telephone", text.telephone, .telephone),
        ]
    }
}
