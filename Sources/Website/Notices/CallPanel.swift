import Exchange
import Foundation
import Vocabulary

/// That the sender has to phone as well, the number, and where the call is written down.
struct CallPanel: Sendable {
    let why: String
    let telephone: Link?
    let note: String?
    let fields: [FormField]

    /// `nil` where no call is needed.
    init?(_ review: DraftReview, _ call: NoticeDraft.Call, _ faults: FieldFaults) {
        guard let reason = review.phoneReason, let team = review.team else { return nil }
        why =
            switch reason {
            case .notJoined:
                "\(team.organisation.name) is not on Footbridge: it cannot read this here, and nobody there is told until "
                    + "you phone. The next page has a letter to send after the call."
            case .nobodyToTell: "Nobody there can be relied on to see it. Phone as well."
            case .closed: "They are closed and it cannot wait. Phone as well."
            case .closesSoon(let closing):
                "They close at \(UKTime.clock(closing)), before anybody has to have read it. Phone as well, now."
            }
        telephone = .telephone(review.telephone)
        let words = team.service?.outOfHoursNote ?? ""
        note = team.route.isOpenNow || words.isEmpty ? nil : words
        fields = Self.fields(call, faults)
    }

    static func fields(_ call: NoticeDraft.Call, _ faults: FieldFaults, mayWait: Bool = true) -> [FormField] {
        let spokeTo = TextField(
            "spokeTo", label: "Whom did you speak to?", value: call.spokeTo, error: faults["spokeTo"])
        var choices: [Choices.Choice] = [
            .init("reached", "I phoned and spoke to somebody", reveals: [.text(spokeTo)]),
            .init("noAnswer", "I phoned and nobody answered"),
        ]
        if mayWait { choices.append(.init("notYet", "I will phone now, and write it down on the next page")) }
        return [
            .radios(
                Choices(
                    "call", legend: "The phone call", choices, chosen: [call.made?.rawValue].compactMap(\.self),
                    error: faults["call"])),
            .text(
                TextField(
                    "callNote", label: "What was said, if it matters", value: call.note, error: faults["callNote"])),
        ]
    }
}
