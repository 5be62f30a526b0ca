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

    init(_ text: String, _ definitions: FHIRDefinitions) {
        if text.hasPrefix("#") {
            self = .local(String(text.dropFirst()))
        } else if text.utf8.contains(where: { $0 <= 0x20 }) {
            self = .malformed
        } else if text.contains("?"), !text.contains("://") {
            self = Self.search(text, definitions)
        } else {
            self = Self.path(text, definitions)
        }
    }

    private static func path(_ text: String, _ definitions: FHIRDefinitions) -> Self {
        var parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isAbsolute = parts[0].contains(":")
        if parts.count >= 4, parts[parts.count - 2] == "_history" { parts.removeLast(2) }
        guard parts.count >= 2, let id = parts.last, Primitive.id.accepts(String(id)) else {
            return isAbsolute ? .elsewhere : .malformed
        }
        let type = String(parts[parts.count - 2])
        guard definitions.knows(resource: type) else { return isAbsolute ? .elsewhere : .malformed }
        return isAbsolute || parts.count == 2 ? .resource(type) : .malformed
    }

    /// `Type?name=value&name=value`
    private static func search(_ text: String, _ definitions: FHIRDefinitions) -> Self {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let pairs = parts[1].split(separator: "&", omittingEmptySubsequences: false)
        let areWell = pairs.allSatisfy { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return halves.count == 2 && !halves[0].isEmpty && !halves[1].isEmpty && !halves[0].contains("?")
        }
        let type = String(parts[0])
        return areWell && definitions.knows(resource: type) ? .search(type) : .malformed
    }
}
