import Vocabulary

extension Inspection {
    /// An object that must have this shape.
    mutating func object(_ value: JSONText.Value, as shape: Shape) {
        guard let members = value.members else {
            return report(.structure, "This must be a JSON object (\(shape.name)).", at: value.position)
        }
        guard !members.isEmpty else {
            return report(.structure, "An object must not be empty: leave it out instead.", at: value.position)
        }
        var seen: UInt64 = 0
        for member in members {
            guard let slot = shape.slots[member.key] else {
                unknown(member, of: shape)
                continue
            }
            let bit: UInt64 = 1 << UInt64(slot.element)
            if seen & bit != 0, shape.elements[slot.element].hasChoice { choice(member, slot, members, shape) }
            seen |= bit
            below(.name(slot.name)) { $0.occurrences(member.value, slot, in: members, key: member.key) }
        }
        missing(shape.mandatory & ~seen, from: shape, at: value.position)
        for rule in shape.rules { rule(value, &self) }
    }

    private mutating func unknown(_ member: JSONText.Member, of shape: Shape) {
        if isFull || member.key == "resourceType" && shape.kind == .resource { return }
        let hint = meant(by: member.key, in: shape).map { " Is \($0) meant?" } ?? ""
        report(.structure, "\(shape.name) has no element of this name.\(hint)", at: member.position)
    }

    /// Upper and lower case mixed up, or an element with a choice of types that is written without its type.
    private func meant(by written: String, in shape: Shape) -> String? {
        let written = written.lowercased()
        if let key = shape.slots.keys.first(where: { $0.lowercased() == written }) { return key }
        let choice = shape.elements.first { $0.hasChoice && $0.name.lowercased() == written }
        return choice.map { "\($0.name)[x], with a type for [x]," }
    }

    /// A second type for an element of which one type must be chosen. (`valueString` and `_valueString` are one type.)
    private mutating func choice(
        _ member: JSONText.Member, _ slot: Slot, _ members: [JSONText.Member], _ shape: Shape
    ) {
        let earlier = members.first { shape.slots[$0.key]?.element == slot.element }
        guard let earlier, shape.slots[earlier.key]?.type != slot.type else { return }
        below(.name(slot.name)) {
            $0.report(.structure, "Only one type may be chosen for \(slot.name)[x].", at: member.position)
        }
    }

    private mutating func missing(_ bits: UInt64, from shape: Shape, at position: JSONText.Position) {
        guard bits != 0 else { return }
        for (number, element) in shape.elements.enumerated() where bits & 1 << UInt64(number) != 0 {
            let name = element.hasChoice ? element.name + "[x]" : element.name
            below(.name(element.name)) {
                $0.report(.required, "\(shape.name) must have \(name), which is missing here.", at: position)
            }
        }
    }
}
