/// What the text of a literal reference leads to (http://hl7.org/fhir/R4/references.html#literal).
enum ReferenceText {
    /// `#id`, or `#` for the resource around a contained one.
    case local(String)
    /// A resource of a known type: `Patient/1`, `https://example.org/fhir/Patient/1/_history/2`.
    case resource(String)
    /// `Patient?identifier=…`
    case search(String)
    /// Something that does not show its type, such as `urn:uuid:…`.
    case elsewhere
    case malformed

    private typealias Part = Substring.UTF8View

    init(_ text: String, _ definitions: FHIRDefinitions) {
        let bytes = text[...].utf8
        if bytes.first == UInt8(ascii: "#") {
            self = .local(String(text.dropFirst()))
        } else if bytes.contains(where: { $0 <= 0x20 }) {
            self = .malformed
        } else {
            self = Self.path(bytes, definitions)
        }
    }

    private static func path(_ text: Part, _ definitions: FHIRDefinitions) -> Self {
        var parts = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isAbsolute = parts[0].contains(UInt8(ascii: ":"))
        if !isAbsolute, text.contains(UInt8(ascii: "?")) { return search(text, definitions) }
        if parts.count >= 4, parts[parts.count - 2].elementsEqual("_history".utf8) { parts.removeLast(2) }
        guard parts.count >= 2, let id = parts.last, Primitive.id.accepts(String(Substring(id))) else {
            return isAbsolute ? .elsewhere : .malformed
        }
        let type = String(Substring(parts[parts.count - 2]))
        guard definitions.knows(resource: type) else { return isAbsolute ? .elsewhere : .malformed }
        return isAbsolute || parts.count == 2 ? .resource(type) : .malformed
    }

    /// `Type?name=value&name=value`
    private static func search(_ text: Part, _ definitions: FHIRDefinitions) -> Self {
        let question = UInt8(ascii: "?")
        let parts = text.split(separator: question, maxSplits: 1, omittingEmptySubsequences: false)
        let pairs = parts[1].split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let areWell = pairs.allSatisfy { pair in
            let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 && !halves[0].isEmpty && !halves[1].isEmpty && !halves[0].contains(question)
        }
        let type = String(Substring(parts[0]))
        return areWell && definitions.knows(resource: type) ? .search(type) : .malformed
    }
}
