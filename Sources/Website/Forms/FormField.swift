/// Any field, for places that hold several kinds: `{{#fields}}{{> forms/field}}{{/fields}}`.
struct FormField: Sendable {
    private(set) var text: TextField?
    private(set) var area: TextArea?
    private(set) var date: DateField?
    private(set) var radios: Choices?
    private(set) var checkboxes: Choices?
    private(set) var select: SelectField?
    private(set) var more: MoreFields?

    static func text(_ field: TextField) -> FormField { FormField(text: field) }
    static func area(_ field: TextArea) -> FormField { FormField(area: field) }
    static func date(_ field: DateField) -> FormField { FormField(date: field) }
    static func radios(_ field: Choices) -> FormField { FormField(radios: field) }
    static func checkboxes(_ field: Choices) -> FormField { FormField(checkboxes: field) }
    static func select(_ field: SelectField) -> FormField { FormField(select: field) }
    static func more(_ fields: MoreFields) -> FormField { FormField(more: fields) }
}

/// Fields that are seldom needed, folded away under a line that says what they hold now.
struct MoreFields: Sendable {
    let summary: String
    let fields: [FormField]
    /// Open where something in it has to be mended, or differs from what is usual.
    let isOpen: Bool
}

extension FormField: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "text": shown(text)
        case "area": shown(area)
        case "date": shown(date.map { PageScope($0) })
        case "radios": shown(radios)
        case "checkboxes": shown(checkboxes)
        case "select": shown(select)
        case "more": shown(more.map { PageScope($0) })
        default: nil
        }
    }
}
