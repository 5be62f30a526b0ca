import Mustache

/// Text in a page, with what would be read as HTML written as characters. Mustache's own way looks at each character as people
/// count them; nearly all text is words with nothing to escape, and goes as it is.
struct PageText: MustacheContentType {
    /// What each template begins with.
    static let pragma = "{{% CONTENT_TYPE: PAGE}}"

    static func register() { MustacheContentTypes.register(PageText(), named: "PAGE") }

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.escaped($0) != nil }) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let escaped = Self.escaped(byte) { bytes += escaped.utf8 } else { bytes.append(byte) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escaped(_ byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
