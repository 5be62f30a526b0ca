/// Several answers of which one is chosen (`{{> forms/radios}}`), or any number (`{{> forms/checkboxes}}`).
struct Choices: Sendable {
    let name: String
    let legend: String
    let legendClass: String
    let hint: String?
    let error: String?
    let items: [Item]
    let isInline: Bool
    let describedBy: String?

    /// One answer as it is offered.
    struct Choice: Sendable {
        var value: String
        var label: String
        var hint: String?
        /// Fields that belong to this answer. Without JavaScript they are simply there.
        var reveals: [FormField] = []
        /// Among checkboxes: ticking it clears the others.
        var isExclusive = false

        init(
            _ value: String, _ label: String, hint: String? = nil, reveals: [FormField] = [],
            isExclusive: Bool = false
        ) {
            (self.value, self.label, self.hint) = (value, label, hint)
            (self.reveals, self.isExclusive) = (reveals, isExclusive)
        }
    }

    /// One answer as the template needs it.
    struct Item: Sendable {
        let id: String
        let group: String
        let value: String
        let label: String
        let hint: String?
        let isChecked: Bool
        let isExclusive: Bool
        let describedBy: String?
        /// The id of what it reveals.
        let revealsID: String?
        let isRevealHidden: Bool
        let reveals: [FormField]
    }

    /// - Parameters:
    ///   - chosen: the values that are chosen already.
    ///   - inline: side by side, for two short answers.
    init(
        _ name: String, legend: String, _ choices: [Choice], chosen: [String] = [], hint: String? = nil,
        error: String? = nil, inline: Bool = false, size: LabelSize = .small
    ) {
        (self.name, self.legend, legendClass) = (name, legend, size.legend)
        (self.hint, self.error, isInline) = (hint, error, inline)
        describedBy = description(of: name, hint: hint, error: error)
        items = choices.enumerated().map { index, choice in
            Item(choice, at: index, in: name, isChecked: chosen.contains(choice.value))
        }
    }
}

extension Choices.Item {
    /// The first answer carries the field's own name as id, so that the error summary finds it.
    fileprivate init(_ choice: Choices.Choice, at index: Int, in group: String, isChecked: Bool) {
        id = index == 0 ? group : "\(group)-\(index + 1)"
        (self.group, value, label, hint) = (group, choice.value, choice.label, choice.hint)
        (self.isChecked, isExclusive, reveals) = (isChecked, choice.isExclusive, choice.reveals)
        describedBy = choice.hint == nil ? nil : "\(id)-item-hint"
        revealsID = choice.reveals.isEmpty ? nil : "\(id)-more"
        isRevealHidden = !isChecked
    }
}

/// One answer from a long list that people know: `{{> forms/select}}`.
struct SelectField: Sendable {
    let name: String
    let label: String
    let labelClass: String
    let hint: String?
    let error: String?
    let options: [Option]
    let describedBy: String?

    struct Option: Sendable {
        let value: String
        let label: String
        let isChosen: Bool
    }

    init(
        _ name: String, label: String, _ options: [(value: String, label: String)], chosen: String? = nil,
        hint: String? = nil, error: String? = nil, size: LabelSize = .small
    ) {
        (self.name, self.label, labelClass, self.hint, self.error) = (name, label, size.label, hint, error)
        self.options = options.map { Option(value: $0.value, label: $0.label, isChosen: $0.value == chosen) }
        describedBy = description(of: name, hint: hint, error: error)
    }
}

extension Choices: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "name": name
        case "legend": legend
        case "legendClass": legendClass
        case "hint": shown(hint)
        case "error": shown(error)
        case "items": items
        case "isInline": isInline
        case "describedBy": shown(describedBy)
        default: nil
        }
    }
}

extension Choices.Item: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "group": group
        case "value": value
        case "label": label
        case "hint": shown(hint)
        case "isChecked": isChecked
        case "isExclusive": isExclusive
        case "describedBy": shown(describedBy)
        case "revealsID": shown(revealsID)
        case "isRevealHidden": isRevealHidden
        case "reveals": reveals
        default: nil
        }
    }
}

extension SelectField: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "name": name
        case "label": label
        case "labelClass": labelClass
        case "hint": shown(hint)
        case "error": shown(error)
        case "options": options
        case "describedBy": shown(describedBy)
        default: nil
        }
    }
}

extension SelectField.Option: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "value": value
        case "label": label
        case "isChosen": isChosen
        default: nil
        }
    }
}
