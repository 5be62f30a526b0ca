/// A page that is one short form: `.page("forms/page", FormPage(…))`.
struct FormPage: Sendable {
    let heading: String
    let lead: [String]
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
        _ heading: String, lead: [String] = [], action: String, fields: [FormField], button: String,
        hidden: [Hidden] = [], faults: FieldFaults = FieldFaults()
    ) {
        (self.heading, self.lead, self.action, self.fields) = (heading, lead, action, fields)
        (self.button, self.hidden, errorSummary) = (button, hidden, faults.summary)
    }
}
