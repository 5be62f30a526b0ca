/// A page that is one short form: `.page("forms/page", FormPage(…))`.
struct FormPage: Sendable {
    let heading: String
    let lead: [String]
    /// Where whoever does not go on came from.
    let back: Link?
    let action: String
    let fields: [FormField]
    let button: String
    let hidden: [Hidden]
    let errorSummary: ErrorSummary?

    /// A value that goes along unseen.
    struct Hidden: Sendable {
        let name: String
        let value: String
    }

    init(
        _ heading: String, lead: [String] = [], back: Link? = nil, action: String, fields: [FormField], button: String,
        hidden: [Hidden] = [], faults: FieldFaults = FieldFaults()
    ) {
        (self.heading, self.lead, self.back, self.action, self.fields) = (heading, lead, back, action, fields)
        (self.button, self.hidden, errorSummary) = (button, hidden, faults.summary)
    }
}
