extension JSONText.Value {
    /// The value as compact JSON in UTF-8, members in their order.
    public func utf8() -> [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    fileprivate func write(to bytes: inout [UInt8]) {
        switch content {
        case .object(let members): Self.write(members, "{", "}", to: &bytes) { $0.write(to: &$1) }
        case .array(let items): Self.write(items, "[", "]", to: &bytes) { $0.write(to: &$1) }
        case .string(let text): JSONText.quote(text, to: &bytes)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .boolean(let truth): bytes.append(contentsOf: (truth ? "true" : "false").utf8)
        case .null: bytes.append(contentsOf: "null".utf8)
        }
    }

    private static func write<Part>(
        _ parts: [Part], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
        each: (Part, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (number, part) in parts.enumerated() {
            if number > 0 { bytes.append(UInt8(ascii: ",")) }
            each(part, &bytes)
        }
        bytes.append(UInt8(ascii: close))
    }
}

extension JSONText.Member {
    fileprivate func write(to bytes: inout [UInt8]) {
        JSONText.quote(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &bytes)
    }
}

extension JSONText {
    fileprivate static func quote(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20: bytes.append(contentsOf: "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
