import Vocabulary

/// One parameter by which a kind of resource is searched, as the capability statement names it.
struct SearchParameter: Sendable {
    let name: String
    let kind: Kind
    let modifiers: Set<Modifier>
    /// Whether its values say who somebody is. They may stand in the body of a search, and in no address: addresses are written
    /// down on their way.
    var isForBodyAlone = false

    enum Kind: String, Sendable { case token, string, reference, date, uri }

    enum Modifier: String, Sendable { case exact, contains, missing }

    /// The same, in a body alone.
    var inBodyAlone: Self {
        var parameter = self
        parameter.isForBodyAlone = true
        return parameter
    }

    static func token(_ name: String) -> Self { Self(name: name, kind: .token, modifiers: []) }
    static func reference(_ name: String, _ modifiers: Set<Modifier> = []) -> Self {
        Self(name: name, kind: .reference, modifiers: modifiers)
    }
    static func uri(_ name: String) -> Self { Self(name: name, kind: .uri, modifiers: []) }
    static func date(_ name: String) -> Self { Self(name: name, kind: .date, modifiers: []) }
    static func string(_ name: String) -> Self { Self(name: name, kind: .string, modifiers: [.exact, .contains]) }
}

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

    /// Whether it asks for teams. An organisation stands for all of its own, and an id without a type is an organisation's.
    var isForTeams: Bool {
        let organisations: [OrganisationID] = ids(of: "Organization")
        return organisations.isEmpty || values.contains { $0.contains("HealthcareService/") }
    }

    /// The codes; where a value names a system (`system|code`), only of `system`.
    func codes(of system: String) -> [String] {
        values.compactMap { value in
            let parts = value.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return value }
            return parts[0] == system || parts[0].isEmpty ? parts[1] : nil
        }
    }

    /// - Throws: `FHIRProblem` for what is neither `true` nor `false`.
    func truth() throws(FHIRProblem) -> Bool {
        switch values.first {
        case "true": true
        case "false": false
        default: throw FHIRProblem(.badRequest, .value, "\(name) takes true or false.")
        }
    }
}
