/// Reads a narrative once, from the left. Nothing that it names is ever fetched or expanded.
struct NarrativeReader {
    let bytes: Text
    var index = 0
    var found: [NarrativeFlaw] = []
    private var open: [String] = []
    private var hasContent = false

    init(_ bytes: Text) { self.bytes = bytes }

    /// Every kind of flaw, in the order in which they were met; what is not well-formed ends the reading.
    mutating func flaws() -> [NarrativeFlaw] {
        do throws(NarrativeFlaw) {
            try document()
        } catch {
            note(error)
        }
        return found
    }

    mutating func note(_ flaw: NarrativeFlaw) {
        if !found.contains(flaw) { found.append(flaw) }
    }

    private mutating func document() throws(NarrativeFlaw) {
        skipSpace()
        guard next == UInt8(ascii: "<"), follows("<div") else {
            throw follows("<!") || follows("<?") ? .declaration : .root
        }
        repeat {
            guard index < bytes.count else { throw .malformed }
            try part()
        } while !open.isEmpty
        skipSpace()
        guard index == bytes.count else { throw .root }
        if !hasContent { note(.empty) }
    }

    private mutating func part() throws(NarrativeFlaw) {
        switch next {
        case UInt8(ascii: "<"): try markup()
        case UInt8(ascii: "&"):
            if let scalar = try reference() { hasContent = hasContent || !scalar.properties.isWhitespace }
        case 0..<0x20 where !isSpace(next): throw .malformed
        default:
            hasContent = hasContent || !isSpace(next)
            index += 1
        }
    }

    private mutating func markup() throws(NarrativeFlaw) {
        if follows("<!--") { return try comment() }
        if follows("<!") || follows("<?") { throw .declaration }
        if follows("</") { return try closing() }
        index += 1
        let name = try name()
        if !Self.elements.contains(name) { note(.element) }
        let attributes = try attributes()
        if open.isEmpty, !attributes.contains(where: { $0 == ("xmlns", Self.namespace) }) { note(.root) }
        if name == "img" { hasContent = true }
        for (attribute, value) in attributes { inspect(attribute, value, of: name) }
        if follows("/>") {
            index += 2
        } else if follows(">") {
            index += 1
            open.append(name)
        } else {
            throw .malformed
        }
    }

    private mutating func closing() throws(NarrativeFlaw) {
        index += 2
        let name = try name()
        skipSpace()
        guard next == UInt8(ascii: ">"), open.popLast() == name else { throw .malformed }
        index += 1
    }

    /// Two hyphens end a comment and must not stand inside it.
    private mutating func comment() throws(NarrativeFlaw) {
        index += 4
        while index < bytes.count, !follows("--") { index += 1 }
        guard follows("-->") else { throw .malformed }
        index += 3
    }
}
