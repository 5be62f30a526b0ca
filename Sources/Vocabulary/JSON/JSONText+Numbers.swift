extension JSONText.Reader {
    /// A number as it is written (RFC 8259, section 6): no leading zero, no leading plus, no point without digits.
    mutating func number() throws(JSONText.Refusal) -> String {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        if next == UInt8(ascii: "0") { index += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            index += 1
            try digits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try digits()
        }
        if isDigit(next) { throw refusal(.notANumber) }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() throws(JSONText.Refusal) {
        guard isDigit(next) else { throw refusal(.notANumber) }
        while isDigit(next) { index += 1 }
    }
}
