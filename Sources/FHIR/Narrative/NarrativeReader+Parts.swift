import Vocabulary

extension NarrativeReader {
    /// The byte here, or 0, which XML does not allow, at the end.
    var next: UInt8 { index < bytes.count ? bytes[index] : 0 }

    func follows(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        return (0..<length).allSatisfy { text.utf8Start[$0] == bytes[index + $0] }
    }

    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 9 || byte == 10 || byte == 13 }

    mutating func skipSpace() {
        while isSpace(next) { index += 1 }
    }

    /// A name of an element or attribute. XML allows more characters, but XHTML has no such names.
    mutating func name() throws(NarrativeFlaw) -> String {
        let start = index
        while isDigit(next) || (next | 0x20) &- UInt8(ascii: "a") < 26 || "-_:.".utf8.contains(next) { index += 1 }
        guard index > start, !isDigit(bytes[start]) else { throw .malformed }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Names and values, references in them resolved.
    mutating func attributes() throws(NarrativeFlaw) -> [(String, String)] {
        var attributes: [(String, String)] = []
        while isSpace(next) {
            skipSpace()
            if next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { break }
            // There are fewer names than this that are allowed; the comparison below stays short.
            guard attributes.count < 64 else { throw .attribute }
            let name = try name()
            skipSpace()
            guard next == UInt8(ascii: "="), !attributes.contains(where: { $0.0 == name }) else { throw .malformed }
            index += 1
            skipSpace()
            attributes.append((name, try attributeValue()))
        }
        return attributes
    }

    private mutating func attributeValue() throws(NarrativeFlaw) -> String {
        let quote = next
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { throw .malformed }
        index += 1
        var value: [UInt8] = []
        while next != quote {
            guard index < bytes.count, next != UInt8(ascii: "<"), next >= 0x20 || isSpace(next) else {
                throw .malformed
            }
            if next == UInt8(ascii: "&") {
                if let scalar = try reference() { value.append(contentsOf: Array(String(scalar).utf8)) }
            } else {
                value.append(next)
                index += 1
            }
        }
        index += 1
        return String(decoding: value, as: UTF8.self)
    }

    /// What `&amp;` or `&#38;` stands for; `nil`, and a flaw, for an entity that XML does not know by itself.
    mutating func reference() throws(NarrativeFlaw) -> Unicode.Scalar? {
        guard let end = bytes[index...].prefix(40).firstIndex(of: UInt8(ascii: ";")) else { throw .malformed }
        let name = String(decoding: bytes[index + 1..<end], as: UTF8.self)
        index = end + 1
        guard name.hasPrefix("#") else {
            if let known = Self.entities[name] { return known }
            note(.entity)
            return nil
        }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.first.map({ $0 != "+" && $0 != "-" }) ?? false,
            let scalar = UInt32(digits, radix: isHexadecimal ? 16 : 10).flatMap(Unicode.Scalar.init),
            scalar.value >= 0x20 || [9, 10, 13].contains(scalar.value)
        else { throw .malformed }
        return scalar
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]
}
