// What a narrative may use: the formatting of HTML 4.0 (chapters 7 to 11 and 15), links, images and styles inside it.
extension NarrativeReader {
    static let namespace = "http://www.w3.org/1999/xhtml"

    static let elements: Set = [
        "a", "abbr", "acronym", "b", "big", "blockquote", "br", "caption", "cite", "code", "col", "colgroup", "dd",
        "dfn",
        "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "q",
        "samp",
        "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul",
        "var",
    ]

    private static let attributes: Set = [
        "abbr", "accesskey", "align", "alt", "axis", "border", "cellpadding", "cellspacing", "char", "charoff", "cite",
        "class", "colspan", "compact", "dir", "frame", "headers", "height", "href", "hreflang", "id", "lang", "name",
        "nowrap", "rel", "rowspan", "rules", "scope", "size", "span", "src", "start", "style", "summary", "tabindex",
        "title", "type", "valign", "value", "width", "xml:lang", "xml:space", "xmlns",
    ]

    /// Attributes that belong to one element alone.
    private static let owners = ["href": "a", "hreflang": "a", "rel": "a", "src": "img", "alt": "img"]

    mutating func inspect(_ attribute: String, _ value: String, of element: String) {
        guard Self.attributes.contains(attribute), Self.owners[attribute].map({ $0 == element }) ?? true else {
            return note(.attribute)
        }
        switch attribute {
        case "xmlns" where value != Self.namespace: note(.root)
        case "href", "cite":
            if let scheme = scheme(of: value), !["http", "https", "mailto", "tel"].contains(scheme) { note(.address) }
        case "src": if !isInside(value) { note(.image) }
        case "style": if loads(value) { note(.style) }
        default: return
        }
    }

    /// What stands before the colon, as a browser sees it, which overlooks blanks and control characters.
    private func scheme(of address: String) -> String? {
        var scheme = ""
        for byte in address.utf8 where byte > 0x20 {
            switch byte {
            case UInt8(ascii: ":"): return scheme.lowercased()
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): return nil
            default: scheme.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return nil
    }

    private static let pictures = ["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp"]

    /// A picture in the message itself, or one on our own server: `#photo`, `Binary/1`, but not `//example.org/1`.
    private func isInside(_ address: String) -> Bool {
        if let scheme = scheme(of: address) {
            return scheme == "data" && Self.pictures.contains { address.lowercased().hasPrefix($0) }
        }
        let start = address.utf8.lazy.filter { $0 > 0x20 }.prefix(2)
        return !start.allSatisfy { $0 == UInt8(ascii: "/") } && !address.utf8.contains(UInt8(ascii: "\\"))
    }

    private static let loading = [
        "url(", "image(", "image-set(", "expression(", "@import", "behavior", "-moz-binding", "javascript:", "\\",
    ]

    private func loads(_ style: String) -> Bool {
        let style = style.lowercased()
        return Self.loading.contains { style.contains($0) }
    }
}
