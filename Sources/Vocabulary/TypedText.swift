/// Text as people type it, made safe to keep: control characters (NUL among them) removed, ends trimmed,
/// line breaks unified. Emoji and right-to-left text stay as they are.
public enum TypedText {
    public static func clean(_ text: String) -> String {
        guard !isPlain(text) else { return text.trimming() }
        let unified = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let kept = unified.unicodeScalars.filter { scalar in
            scalar == "\n" || scalar == "\t" || scalar.properties.generalCategory != .control
        }
        return String(String.UnicodeScalarView(kept)).trimming()
    }

    /// Whether there is certainly nothing to unify or to take out, as in nearly every text.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A || $0 == 0x09 }
    }

    /// `text` cleaned, and cut to `most` characters as people count them.
    public static func cut(_ text: String, to most: Int) -> String {
        let kept = clean(text)
        return isWithin(most, kept) ? kept : String(kept.prefix(most))
    }

    /// No character has less than a byte, and bytes are counted already.
    private static func isWithin(_ most: Int, _ text: String) -> Bool { text.utf8.count <= most || text.count <= most }

    /// Cleans `text`, and checks its length in characters as people count them.
    /// - Throws: `InvalidInput` naming `field` and the number of characters over, or that it is empty.
    public static func required(
        _ text: String?, field: String, called name: String, most: Int
    ) throws(InvalidInput) -> String {
        guard let kept = try optional(text, field: field, called: name, most: most) else {
            throw InvalidInput(field, "Enter \(name).")
        }
        return kept
    }

    /// As `required`, but empty text is `nil`.
    public static func optional(
        _ text: String?, field: String, called name: String, most: Int
    ) throws(InvalidInput) -> String? {
        let kept = clean(text ?? "")
        guard isWithin(most, kept) else {
            let over = kept.count - most
            let sentence = "must be \(most) characters or fewer; it is \(over) over."
            throw InvalidInput(field, name.prefix(1).uppercased() + name.dropFirst() + " " + sentence)
        }
        return kept.isEmpty ? nil : kept
    }
}

extension String {
    /// Without white space at either end.
    func trimming() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
