extension JSONText.Reader {
    /// The string that begins at the quotation mark here.
    mutating func string() throws(JSONText.Refusal) -> String {
        index += 1
        let start = index
        try skipPlain()
        if next == UInt8(ascii: "\"") {
            index += 1
            return String(decoding: bytes[start..<index - 1], as: UTF8.self)
        }
        var text = [UInt8](bytes[start..<index])
        while next != UInt8(ascii: "\"") {
            try escape(into: &text)
            let plain = index
            try skipPlain()
            text.append(contentsOf: bytes[plain..<index])
        }
        index += 1
        return String(decoding: text, as: UTF8.self)
    }

    /// Goes to the next quotation mark or backslash.
    private mutating func skipPlain() throws(JSONText.Refusal) {
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x80 {
                try skipScalar()
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                return
            } else if byte < 0x20 {
                throw refusal(.controlCharacter)
            } else {
                index += 1
            }
        }
        throw refusal(.ended)
    }

    /// Skips a scalar of two to four bytes (Unicode 15, table 3-7), which counts as one column.
    private mutating func skipScalar() throws(JSONText.Refusal) {
        let (length, second) = Self.shape(of: bytes[index])
        guard index + length <= bytes.count, length > 1, second.contains(bytes[index + 1]),
            bytes[index + 2 - (length == 2 ? 1 : 0)] & 0xC0 == 0x80, bytes[index + length - 1] & 0xC0 == 0x80
        else { throw JSONText.Refusal(reason: .notUTF8, position: position) }
        index += length
        lineStart += length - 1
    }

    /// How long a scalar is that begins with `lead`, and which bytes may come second.
    private static func shape(of lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: (1, 0x80...0x80)
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONText.Refusal) {
        let start = position
        index += 1
        let letter = next
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): return try unicodeEscape(into: &text, from: start)
        default: throw index < bytes.count ? .init(reason: .badEscape, position: start) : refusal(.ended)
        }
        index += 1
    }

    private mutating func unicodeEscape(
        into text: inout [UInt8], from start: JSONText.Position
    ) throws(JSONText.Refusal) {
        var code = try fourDigits(from: start)
        if code & 0xFC00 == 0xD800, next == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        {
            index += 1
            let low = try fourDigits(from: start)
            guard low & 0xFC00 == 0xDC00 else { throw .init(reason: .loneSurrogate, position: start) }
            code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
        }
        guard let scalar = Unicode.Scalar(code) else { throw .init(reason: .loneSurrogate, position: start) }
        text.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
    }

    /// The number written in the four hexadecimal digits after the `u` here.
    private mutating func fourDigits(from start: JSONText.Position) throws(JSONText.Refusal) -> UInt32 {
        index += 1
        var code: UInt32 = 0
        for _ in 0..<4 {
            guard index < bytes.count else { throw refusal(.ended) }
            guard let digit = hexadecimal(bytes[index]) else { throw .init(reason: .badEscape, position: start) }
            code = code << 4 | UInt32(digit)
            index += 1
        }
        return code
    }
}

func hexadecimal(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - UInt8(ascii: "0") }
    let letter = byte | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f") ? letter - UInt8(ascii: "a") + 10 : nil
}
