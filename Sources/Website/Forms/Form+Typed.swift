import Vocabulary

extension Form {
    /// What was typed, under the labels that the form's page sent along for its typed fields, as the field's name
    /// with `:label`. A field without one was hidden or chosen, or is a secret, and is not shown.
    var typed: [TypedLine] {
        labels.compactMap { name, label in
            let value = self[name] ?? date(name).inOrder
            return value.allSatisfy(\.isWhitespace) ? nil : TypedLine(label: label, value: value)
        }
    }

    /// What the button was for, where its page said so.
    var act: String? { labels.first { $0.name.isEmpty }?.label }

    private var labels: [(name: String, label: String)] {
        let ending = ":label"
        return pairs.filter { $0.name.hasSuffix(ending) }.map { (String($0.name.dropLast(ending.count)), $0.value) }
    }
}

/// Something that was typed into a form, as it is shown again.
struct TypedLine: Sendable {
    let label: String
    let value: String
}

extension TypedDate {
    fileprivate var inOrder: String { [day, month, year].filter { !$0.isEmpty }.joined(separator: " ") }
}
