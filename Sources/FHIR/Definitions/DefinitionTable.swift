/// The table of definitions as it is written (OfficialDefinitions/README.md), before it becomes shapes.
struct DefinitionTable {
    struct TypeLines {
        let name: String
        /// `nil` for what inherits nothing.
        let base: String?
        let kind: Shape.Kind
        var elements: [ElementLine] = []
    }

    struct ElementLine {
        let name: String
        let minimum: Int
        let repeats: Bool
        /// `Reference(Patient,Group)`: a type, and what a reference may point to.
        let types: [(name: String, targets: [String])]
        let valueSet: String?
    }

    struct Unreadable: Error { let line: String }

    private(set) var types: [TypeLines] = []
    private var systems: [String: [(system: String, codes: [String])]] = [:]

    init(_ text: String) throws {
        for line in text.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch line.first {
            case "#": continue
            case "=" where cells.count == 3: types.append(try Self.type(cells))
            case "%" where cells.count > 2:
                systems[String(cells[0].dropFirst()), default: []].append((cells[1], Array(cells[2...])))
            case _ where cells.count >= 3 && !types.isEmpty:
                types[types.count - 1].elements.append(try Self.element(cells))
            default: throw Unreadable(line: String(line))
            }
        }
    }

    var valueSets: [String: ValueSet] {
        Dictionary(uniqueKeysWithValues: systems.map { ($0, ValueSet(name: $0, systems: $1)) })
    }

    private static func type(_ cells: [String]) throws -> TypeLines {
        guard let kind = Shape.Kind(rawValue: cells[2]) else { throw Unreadable(line: cells.joined(separator: " ")) }
        return TypeLines(name: String(cells[0].dropFirst()), base: cells[1] == "-" ? nil : cells[1], kind: kind)
    }

    private static func element(_ cells: [String]) throws -> ElementLine {
        let often = cells[1].split(separator: ".")
        guard often.count == 2, let minimum = Int(often[0]) else {
            throw Unreadable(line: cells.joined(separator: " "))
        }
        return ElementLine(
            name: cells[0], minimum: minimum, repeats: often[1] != "1",
            types: cells[2].split(separator: "|").map { reference(String($0)) },
            valueSet: cells.count > 3 ? cells[3] : nil)
    }

    private static func reference(_ text: String) -> (String, [String]) {
        guard let bracket = text.firstIndex(of: "(") else { return (text, []) }
        let targets = text[bracket...].dropFirst().dropLast()
        return (String(text[..<bracket]), targets.split(separator: ",").map(String.init))
    }
}
