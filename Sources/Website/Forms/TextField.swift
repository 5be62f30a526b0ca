/// One line of text: `{{#name}}{{> forms/text}}{{/name}}`.
struct TextField: Sendable {
    let name: String
    let label: String
    let labelClass: String
    let value: String
    let hint: String?
    let error: String?
    let kind: String
    let inputMode: String?
    let autocomplete: String?
    let widthClass: String
    let spellcheck: Bool
    let describedBy: String?
    /// Whether what is called by the label may be shown again after signing in: no secret, and no search, whose fields
    /// stand in an address.
    let carriesLabel: Bool

    /// What a field accepts, which decides the keyboard that a phone shows.
    enum Kind {
        case text, number, telephone, email, password, oneTimeCode
    }

    enum Width: String {
        case two = "nhsuk-input--width-2"
        case five = "nhsuk-input--width-5"
        case ten = "nhsuk-input--width-10"
        case twenty = "nhsuk-input--width-20"
        case full = ""
    }

    /// - Parameters:
    ///   - name: the field's name and its id, to which the error summary links.
    ///   - isInAddress: for a search, whose form asks by GET.
    init(
        _ name: String, label: String, value: String? = nil, hint: String? = nil, error: String? = nil,
        kind: Kind = .text, width: Width = .full, autocomplete: String? = "off", size: LabelSize = .small,
        isInAddress: Bool = false
    ) {
        (self.name, self.label, labelClass, self.value) = (name, label, size.label, value ?? "")
        (self.hint, self.error, widthClass, self.autocomplete) = (hint, error, width.rawValue, autocomplete)
        (self.kind, inputMode) = (kind.type, kind.inputMode)
        spellcheck = kind == .text
        carriesLabel = !isInAddress && kind != .password && kind != .oneTimeCode
        describedBy = description(of: name, hint: hint, error: error)
    }
}

/// How large a label or a legend is set.
enum LabelSize {
    case plain, small, medium, large

    var label: String { name.map { "nhsuk-label--\($0)" } ?? "" }
    var legend: String { name.map { "nhsuk-fieldset__legend--\($0)" } ?? "" }

    private var name: String? {
        switch self {
        case .plain: nil
        case .small: "s"
        case .medium: "m"
        case .large: "l"
        }
    }
}

extension TextField.Kind {
    /// Numbers are typed as text: a number field swallows leading zeros and changes when scrolled.
    fileprivate var type: String {
        switch self {
        case .text, .number, .oneTimeCode: "text"
        case .telephone: "tel"
        case .email: "email"
        case .password: "password"
        }
    }

    fileprivate var inputMode: String? {
        switch self {
        case .number, .oneTimeCode: "numeric"
        case .text, .telephone, .email, .password: nil
        }
    }
}

extension TextField: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "name": name
        case "label": label
        case "labelClass": labelClass
        case "value": value
        case "hint": shown(hint)
        case "error": shown(error)
        case "kind": kind
        case "inputMode": shown(inputMode)
        case "autocomplete": shown(autocomplete)
        case "widthClass": widthClass
        case "spellcheck": spellcheck
        case "describedBy": shown(describedBy)
        case "carriesLabel": carriesLabel
        default: nil
        }
    }
}
