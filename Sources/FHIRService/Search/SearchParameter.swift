/// One parameter by which a kind of resource is searched, as the capability statement names it.
struct SearchParameter: Sendable {
    let name: String
    let kind: Kind
    let modifiers: Set<Modifier>
    /// Whether its values say who somebody is. They may stand in the body of a search, and in no address: addresses are written
    /// down on their way.
    private(set) var isForBodyAlone = false
    /// What it says of every resource of this kind, where that never differs.
    private(set) var constant: Constant?
    /// What is to be known about it, where the name does not say it.
    private(set) var remark: String?

    enum Kind: String, Sendable { case token, string, reference, date, uri }

    enum Modifier: String, Sendable { case exact, contains, missing, not }

    struct Constant: Sendable {
        let system: String
        let code: String
    }

    /// The same, in a body alone.
    var inBodyAlone: Self {
        var parameter = self
        parameter.isForBodyAlone = true
        return parameter
    }

    /// The same, with words for whoever reads the capability statement.
    func remarked(_ words: String) -> Self {
        var parameter = self
        parameter.remark = words
        return parameter
    }

    /// An id, an identifier, or something that is true or false.
    static func token(_ name: String) -> Self { Self(name: name, kind: .token, modifiers: []) }
    /// One of a few codes, or any other with `:not`.
    static func code(_ name: String) -> Self { Self(name: name, kind: .token, modifiers: [.not]) }
    /// A code that all resources of this kind have.
    static func always(_ name: String, _ code: String, of system: String) -> Self {
        var parameter = Self.code(name)
        parameter.constant = Constant(system: system, code: code)
        return parameter
    }
    /// Whether it is in use, which everything is that is found.
    static let active = always("active", "true", of: "http://terminology.hl7.org/CodeSystem/special-values")
    static func reference(_ name: String, _ modifiers: Set<Modifier> = []) -> Self {
        Self(name: name, kind: .reference, modifiers: modifiers)
    }
    static func uri(_ name: String) -> Self { Self(name: name, kind: .uri, modifiers: []) }
    static func date(_ name: String) -> Self { Self(name: name, kind: .date, modifiers: []) }
    static func string(_ name: String) -> Self { Self(name: name, kind: .string, modifiers: [.exact, .contains]) }
}
