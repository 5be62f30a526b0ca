/// JSON of an object that holds nothing but texts: `{"categories":"careTeam","decision":"…"}`.
///
/// Each act writes one or two of these, and Foundation's encoder took longer over them than SQLite over keeping them.
public enum FlatJSON {
    /// The members in the order of their names, so that the same object is always the same text (RFC 8259).
    public static func text(_ object: [String: String]) -> String {
        var text = "{"
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            if text.utf8.count > 1 { text += "," }
            write(name, to: &text)
            text += ":"
            write(value, to: &text)
        }
        return text + "}"
    }

    private static func write(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.allSatisfy(isPlain) {
            text += value
        } else {
            value.unicodeScalars.forEach { text += escaped($0) }
        }
        text += "\""
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "\u{0}"..<" ": "\\u00\(Hex.text([UInt8(scalar.value)]))"
        default: String(scalar)
        }
    }
}
