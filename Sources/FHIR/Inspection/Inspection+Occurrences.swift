import Vocabulary

extension Inspection {
    /// What stands under one name: one value, or an array where the element may occur more than once.
    mutating func occurrences(_ value: JSONText.Value, _ slot: Slot, in members: [JSONText.Member], key: String) {
        guard !isFull else { return }
        guard let items = value.items else {
            if slot.repeats, !value.isNull {
                report(.structure, "This may occur more than once, so it must be an array.", at: value.position)
            }
            return one(value, slot, hasOther: slot.isBeside && Self.other(key, members) != nil)
        }
        guard slot.repeats else {
            report(.structure, "This occurs at most once, so it must not be an array.", at: value.position)
            return items.filter { !$0.isNull }.forEach { one($0, slot, hasOther: false) }
        }
        guard !items.isEmpty else {
            return report(.structure, "An array must not be empty: leave it out instead.", at: value.position)
        }
        let others = slot.hasTwoNames ? Self.other(key, members)?.items : nil
        if slot.isBeside, let others, others.count != items.count {
            report(.structure, "The two arrays of an element must have the same length.", at: value.position)
        }
        for (number, item) in items.enumerated() {
            let other = others.flatMap { number < $0.count ? $0[number] : nil }
            below(.item(number)) { $0.item(item, slot, other) }
        }
    }

    /// null holds a place in one array of a primitive for something in the other.
    private mutating func item(_ item: JSONText.Value, _ slot: Slot, _ other: JSONText.Value?) {
        let hasOther = other.map { !$0.isNull } ?? false
        // Where both are null, one report is enough.
        if item.isNull, hasOther || slot.isBeside && other != nil { return }
        one(item, slot, hasOther: hasOther)
    }

    private mutating func one(_ value: JSONText.Value, _ slot: Slot, hasOther: Bool) {
        guard !value.isNull else {
            return report(.structure, "null says nothing here: leave the element out instead.", at: value.position)
        }
        switch slot.content {
        case .primitive(let primitive): self.primitive(value, primitive, slot)
        case .resource: resource(value)
        case .contained: contained(value)
        case .object(let number):
            object(value, as: definitions.shapes[number])
            says(value, hasOther: hasOther)
            if let targets = slot.targets { reference(value, mayPointTo: targets) }
            if let valueSet = slot.valueSet { coded(value, valueSet) }
        }
    }

    /// ele-1: an element has a value or parts, and an id alone is neither.
    private mutating func says(_ value: JSONText.Value, hasOther: Bool) {
        guard !hasOther, let members = value.members, members.count == 1, members[0].key == "id" else { return }
        report(.invariant, "An element needs a value or parts, not an id alone (ele-1).", at: value.position)
    }

    /// The value under the other name of a primitive element: `_given` for `given`.
    private static func other(_ key: String, _ members: [JSONText.Member]) -> JSONText.Value? {
        let name = key.hasPrefix("_") ? String(key.dropFirst()) : "_" + key
        return members.first { $0.key == name }?.value
    }
}

extension Slot {
    /// Whether the element may have `name` and `_name`.
    fileprivate var hasTwoNames: Bool {
        if case .primitive = content { true } else { isBeside }
    }
}
