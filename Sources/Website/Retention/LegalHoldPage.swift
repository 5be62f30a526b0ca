import Exchange
import Foundation
import Vocabulary

struct LegalHoldPage: Sendable {
    let id: String
    let exchangeID: String
    let reference: String
    let reason: String
    let placed: String
    let review: String
    let isOverdue: Bool
    let lifted: String?
    let liftedBecause: String?
    let choice: Choices?
    let errorSummary: ErrorSummary?

    init(_ hold: LegalHold, _ form: HoldForm, faults: FieldFaults, at now: Date) {
        (id, exchangeID, reference) = (hold.id.rawValue, hold.exchangeID.rawValue, hold.reference)
        reason = hold.reason
        placed = "\(hold.placedByName), \(UKTime.short(hold.placedAt, now: now))"
        (review, isOverdue) = (hold.reviewOn.spoken, hold.isOverdue(on: CalendarDate(now)))
        lifted = hold.lifted.map { "\($0.byName), \(UKTime.short($0.at, now: now))" }
        liftedBecause = hold.lifted?.reason
        choice = hold.lifted == nil ? Self.choice(form, faults) : nil
        errorSummary = faults.summary
    }

    private static func choice(_ form: HoldForm, _ faults: FieldFaults) -> Choices {
        let why = TextArea(
            "liftedBecause", label: "Why is it no longer needed?", value: form.liftedBecause,
            error: faults["liftedBecause"], most: ExchangeStore.mostWords)
        return Choices(
            "choice", legend: "Must it stay?",
            [
                .init(
                    HoldForm.keep, "Yes, keep the hold",
                    reveals: [.date(form.review(legend: "When will you look at it again?", faults))]),
                .init(HoldForm.lift, "No, lift it", reveals: [.area(why)]),
            ],
            chosen: [form.choice].compactMap(\.self), error: faults["choice"], size: .medium
        )
    }
}
