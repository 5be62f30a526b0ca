/// Several lines of text, with a count of the characters that are left: `{{> forms/text-area}}`.
struct TextArea: Sendable {
    let name: String
    let label: String
    let labelClass: String
    let value: String
    let hint: String?
    let error: String?
    let rows: Int
    /// The most characters it may hold. No `maxlength` is set, so that nothing pasted is cut off unseen.
    let most: Int
    let describedBy: String?

    init(
        _ name: String, label: String, value: String? = nil, hint: String? = nil, error: String? = nil, most: Int,
        rows: Int = 4, size: LabelSize = .small
    ) {
        (self.name, self.label, labelClass, self.value) = (name, label, size.label, value ?? "")
        (self.hint, self.error, self.rows, self.most) = (hint, error, rows, most)
        describedBy = description(of: name, hint: hint, error: error, also: ["\(name)-info"])
    }
}

extension TextArea: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "name": name
        case "label": label
        case "labelClass": labelClass
        case "value": value
        case "hint": shown(hint)
        case "error": shown(error)
        case "rows": rows
        case "most": most
        case "describedBy": shown(describedBy)
        default: nil
        }
    }
}
