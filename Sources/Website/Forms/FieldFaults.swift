import Vocabulary

/// The faults of one submitted form, to be asked for by field.
struct FieldFaults: Sendable {
    let all: [FieldFault]

    init(_ fault: InvalidInput? = nil) { all = fault?.faults ?? [] }

    /// The message to stand beside `field`; `nil` where nothing is wrong with it.
    subscript(_ field: String) -> String? { all.first { $0.field == field }?.message }

    /// The box at the top of the page; `nil` where nothing is wrong.
    var summary: ErrorSummary? { all.isEmpty ? nil : ErrorSummary(all) }

    /// The same where the fields stand on the page no more: each line leads to what is there in their place.
    func summary(linkingTo id: String) -> ErrorSummary? {
        all.isEmpty ? nil : ErrorSummary(all.map { FieldFault(id, $0.message) })
    }
}

/// What has to be mended, above the form, each line a link to its field.
struct ErrorSummary: Sendable {
    let lines: [Line]

    struct Line: Sendable {
        /// The id of the field, which is its name.
        let field: String
        let message: String
    }

    init(_ faults: [FieldFault]) { lines = faults.map { Line(field: $0.field, message: $0.message) } }
}

/// The ids that describe a field to a screen reader: its hint, and what is wrong.
func description(of id: String, hint: String?, error: String?, also: [String] = []) -> String? {
    let ids = also + [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(\.self)
    return ids.isEmpty ? nil : ids.joined(separator: " ")
}
