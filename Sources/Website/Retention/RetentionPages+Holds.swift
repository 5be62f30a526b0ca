import Exchange
import Foundation
import Vocabulary

extension RetentionPages {
    func newHold(_ visit: Visit) async throws -> Answer {
        let exchange: ExchangeID = try visit.id()
        if let standing = try await retention.hold(on: exchange, as: visit.actor) {
            return .seeOther("/retention/holds/\(standing)")
        }
        return .page("forms/page", form(exchange, HoldForm()), title: "Place a legal hold")
    }

    func placeHold(_ visit: Visit) async throws -> Answer {
        let exchange: ExchangeID = try visit.id()
        let form = HoldForm(visit.form)
        do {
            let id = try await retention.placeHold(
                on: exchange, because: form.reason, reviewOn: try form.reviewDay(), by: visit.actor)
            return .seeOther(
                "/retention/holds/\(id)", flash: "Nothing about this student is removed until the hold is lifted.")
        } catch let invalid as InvalidInput {
            // That the exchange is theirs to see is asked here too: a fault in the form must not tell.
            _ = try await retention.hold(on: exchange, as: visit.actor)
            let faults = FieldFaults(invalid)
            return .form(self.form(exchange, form, faults), faults)
        } catch let conflict as Conflict {
            return .seeOther("/retention", flash: conflict.message)
        }
    }

    private func form(_ exchange: ExchangeID, _ form: HoldForm, _ faults: FieldFaults = FieldFaults()) -> FormPage {
        FormPage(
            "Place a legal hold",
            lead: [
                "While it stands, nothing about the student of this exchange is removed, by your organisation or any other, "
                    + "however long ago it was. Place it for a claim, an inquest, an inquiry, or when the student has "
                    + "asked for what is held about them.",
                "The student can see that somebody asked to remove nothing, and not why.",
            ],
            action: "/exchanges/\(exchange)/legal-hold",
            fields: [
                .area(
                    TextArea(
                        "reason", label: "Why may nothing be removed?", value: form.reason,
                        hint: "Only information governance leads of your organisation can read it.",
                        error: faults["reason"], most: ExchangeStore.mostWords)),
                .date(form.review(legend: "When will you look at it again?", faults)),
            ],
            button: "Place the hold", faults: faults
        )
    }

    func hold(_ visit: Visit, _ form: HoldForm, faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let hold = try await retention.hold(visit.id(), as: visit.actor)
        let page = LegalHoldPage(hold, form, faults: faults, at: visit.now)
        return .form("retention/hold", page, title: "Legal hold", faults)
    }

    func reviewHold(_ visit: Visit) async throws -> Answer {
        let id: LegalHoldID = try visit.id()
        let form = HoldForm(visit.form)
        do {
            _ = try await retention.hold(id, as: visit.actor)
            switch form.choice {
            case HoldForm.keep:
                try await retention.keepHold(id, reviewOn: try form.reviewDay(), by: visit.actor)
                return .seeOther("/retention", flash: "The hold stays.")
            case HoldForm.lift:
                try await retention.liftHold(id, because: form.liftedBecause, by: visit.actor)
                return .seeOther("/retention", flash: "The hold was lifted.")
            default: throw InvalidInput("choice", "Choose whether the hold stays.")
            }
        } catch let invalid as InvalidInput {
            return try await hold(visit, form, faults: FieldFaults(invalid))
        } catch let conflict as Conflict {
            return .seeOther("/retention/holds/\(id)", flash: conflict.message)
        }
    }
}
