import Foundation
import Outbox
import Vocabulary

/// When a person wants e-mails.
struct MailWishesPage: Sendable {
    /// Students get none, whatever they wish.
    let isForStudent: Bool
    let daily: Choices
    let quietFrom: SelectField
    let quietUntil: SelectField
    let errorSummary: ErrorSummary?

    init(_ wishes: MailWishes, _ faults: FieldFaults = FieldFaults(), for role: Role) {
        isForStudent = role == .student
        daily = Choices(
            "daily", legend: "How often",
            [
                .init("each", "As things happen"),
                .init("480", "Once a day, at 8 in the morning"), .init("780", "Once a day, at 1 in the afternoon"),
            ], chosen: [wishes.dailyAt.map(String.init) ?? "each"],
            hint: "What cannot wait, such as an overdue item that nobody has answered, always comes at once.",
            error: faults["daily"])
        quietFrom = SelectField(
            "quietFrom", label: "Nothing that can wait after", Self.hours, chosen: String(wishes.quietFrom),
            error: faults["quietFrom"])
        quietUntil = SelectField(
            "quietUntil", label: "until", Self.hours, chosen: String(wishes.quietUntil),
            hint: "The same hour twice: no quiet hours.", error: faults["quietUntil"])
        errorSummary = faults.summary
    }

    /// - Throws: `InvalidInput` where something was sent that the page does not offer.
    static func read(_ form: Form) throws(InvalidInput) -> MailWishes {
        let daily = form["daily"] ?? ""
        var faults: [FieldFault] = []
        if !["each", "480", "780"].contains(daily) { faults.append(FieldFault("daily", "Choose how often.")) }
        let quiet = ["quietFrom", "quietUntil"].map { name in
            hours.first { $0.value == form[name] }.flatMap { Int($0.value) }
        }
        for (name, value) in zip(["quietFrom", "quietUntil"], quiet) where value == nil {
            faults.append(FieldFault(name, "Choose a time of day."))
        }
        guard faults.isEmpty, let from = quiet[0], let until = quiet[1] else { throw InvalidInput(faults) }
        return MailWishes(quietFrom: from, quietUntil: until, dailyAt: Int(daily))
    }

    private static let hours: [(value: String, label: String)] = (0..<24).map { hour in
        (String(hour * 60), String(format: "%02d:00", hour))
    }
}
