import Vocabulary

/// What was asked for one parameter: any of the values. The same parameter twice is two terms, and both have to hold.
struct SearchTerm: Sendable {
    let name: String
    let modifier: SearchParameter.Modifier?
    let values: [String]

    /// The ids; where a value names a type, only of `type`: `1`, `Organization/1`, or an address that ends so.
    func ids<Subject>(of type: String) -> [Identifier<Subject>] {
        values.compactMap { value in
            let parts = value.split(separator: "/").map(String.init)
            guard parts.count == 1 || parts.dropLast().last == type else { return nil }
            return parts.last.flatMap(Identifier<Subject>.init)
        }
    }

    /// The codes; where a value names a system (`system|code`), only of `system`.
    func codes(of system: String) -> [String] {
        values.compactMap { value in
            let token = Token(value)
            return token.system.map { $0 == system || $0.isEmpty } ?? true ? token.code : nil
        }
    }

    /// Whether it asks for every code of `system`, as `system|` does.
    func isForAll(of system: String) -> Bool { values.contains("\(system)|") }

    /// Of `all`, those whose code it asks for, or with `:not` the others.
    func chosen<Value>(among all: [Value], of system: String, by code: (Value) -> String) -> [Value] {
        all.filter { means(code($0), of: system) }
    }

    /// The same, of a code of which all are known.
    /// - Throws: `FHIRProblem` for what is none of `known`.
    func chosen<Value>(
        among all: [Value], of system: String, known: Set<String>, by code: (Value) -> String
    ) throws(FHIRProblem) -> [Value] {
        guard Set(codes(of: system)).isSubset(of: known) else {
            throw FHIRProblem(
                parameter: name, .codeInvalid, "\(name) takes \(known.sorted().joined(separator: ", ")).")
        }
        return chosen(among: all, of: system, by: code)
    }

    /// Whether it asks for this code, or with `:not` for any other.
    func means(_ code: String, of system: String) -> Bool {
        let isNamed = isForAll(of: system) || codes(of: system).contains(code)
        return isNamed != (modifier == .not)
    }

    /// - Throws: `FHIRProblem` for what is neither `true` nor `false`.
    func truth() throws(FHIRProblem) -> Bool {
        switch values.first {
        case "true": true
        case "false": false
        default: throw FHIRProblem(parameter: name, .value, "\(name) takes true or false.")
        }
    }

    /// `code`, `system|code` or `system|` (http://hl7.org/fhir/R4/search.html#token).
    private struct Token {
        let system: String?
        let code: String?

        init(_ text: String) {
            let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            system = parts.count == 2 ? parts[0] : nil
            code = parts.last.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}
