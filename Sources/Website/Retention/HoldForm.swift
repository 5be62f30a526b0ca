import Vocabulary

/// What was typed about a legal hold.
struct HoldForm: Sendable {
    var reason: String?
    var reviewOn = TypedDate()
    var choice: String?
    var liftedBecause: String?

    static let keep = "keep"
    static let lift = "lift"

    init() {}

    init(_ form: Form) {
        (reason, reviewOn) = (form["reason"], form.date("reviewOn"))
        (choice, liftedBecause) = (form["choice"], form["liftedBecause"])
    }

    func reviewDay() throws(InvalidInput) -> CalendarDate {
        try reviewOn.required(field: "reviewOn", called: "the day of the review")
    }

    func review(legend: String, _ faults: FieldFaults) -> DateField {
        DateField(
            "reviewOn", legend: legend, value: reviewOn,
            hint: "Within a year. Then you are asked whether it must stay.",
            error: faults["reviewOn"])
    }
}
