extension Answer {
    /// A page with a form: as it is asked for, or again with what has to be mended. Then its title says so first, which a
    /// screen reader reads before all else, and its status is 422.
    static func form(_ template: String, _ model: any Sendable, title: String, _ faults: FieldFaults) -> Answer {
        guard !faults.all.isEmpty else { return .page(template, model, title: title) }
        return .page(template, model, title: "Error: \(title)", status: .unprocessableContent)
    }

    /// A page that is one form.
    static func form(_ page: FormPage, _ faults: FieldFaults) -> Answer {
        .form("forms/page", page, title: page.heading, faults)
    }
}
