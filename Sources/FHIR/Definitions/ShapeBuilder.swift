/// Turns the lines of the table into shapes, each with what it inherits.
struct ShapeBuilder {
    private let numbers: [String: Int]
    private let lines: [String: DefinitionTable.TypeLines]
    private let valueSets: [String: ValueSet]
    private var built: [String: Shape] = [:]

    struct Contradiction: Error { let type: String }

    init(_ table: DefinitionTable) {
        numbers = Dictionary(uniqueKeysWithValues: table.types.enumerated().map { ($1.name, $0) })
        lines = Dictionary(uniqueKeysWithValues: table.types.map { ($0.name, $0) })
        valueSets = table.valueSets
    }

    mutating func shape(of type: DefinitionTable.TypeLines) throws -> Shape {
        if let shape = built[type.name] { return shape }
        var elements: [Element] = []
        var slots: [String: Slot] = [:]
        if let name = type.base {
            guard let base = lines[name] else { throw Contradiction(type: name) }
            let shape = try shape(of: base)
            (elements, slots) = (shape.elements, shape.slots)
        }
        for line in type.elements { try add(line, to: &elements, &slots) }
        guard elements.count <= 64 else { throw Contradiction(type: type.name) }
        let shape = Shape(
            name: type.name, kind: type.kind, elements: elements, slots: slots, rules: rules(for: type))
        built[type.name] = shape
        return shape
    }

    /// The rules of the type and of what it inherits.
    private func rules(for type: DefinitionTable.TypeLines) -> [Rule] {
        let inherited = type.base.flatMap { lines[$0] }.map(rules) ?? []
        return inherited + (Rules.byType[type.name] ?? [])
    }

    private func add(
        _ line: DefinitionTable.ElementLine, to elements: inout [Element], _ slots: inout [String: Slot]
    ) throws {
        let hasChoice = line.name.hasSuffix("[x]")
        let name = hasChoice ? String(line.name.dropLast(3)) : line.name
        elements.append(Element(name: name, minimum: line.minimum, hasChoice: hasChoice))
        for type in line.types {
            let key = hasChoice ? name + type.name.prefix(1).uppercased() + type.name.dropFirst() : name
            slots[key] = try slot(line, name, type, elements.count - 1, isBeside: false)
            if Primitive(rawValue: type.name) != nil {
                slots["_" + key] = try slot(line, name, type, elements.count - 1, isBeside: true)
            }
        }
    }

    private func slot(
        _ line: DefinitionTable.ElementLine, _ name: String, _ type: (name: String, targets: [String]),
        _ position: Int, isBeside: Bool
    ) throws -> Slot {
        Slot(
            element: position, name: name, repeats: line.repeats, type: type.name,
            content: try isBeside ? .object(number(of: "Element")) : content(type.name, name), isBeside: isBeside,
            valueSet: isBeside ? nil : line.valueSet.flatMap { valueSets[$0] },
            targets: type.name == "Reference" ? Set(type.targets) : nil)
    }

    private func content(_ type: String, _ name: String) throws -> Slot.Content {
        if let primitive = Primitive(rawValue: type) { return .primitive(primitive) }
        guard type == "Resource" else { return .object(try number(of: type)) }
        return name == "contained" ? .contained : .resource
    }

    private func number(of type: String) throws -> Int {
        guard let number = numbers[type] else { throw Contradiction(type: type) }
        return number
    }
}
