import Vocabulary

// The forms of primitive values, by hand: with a regular expression for each value, most of the time would be theirs.

typealias Text = UnsafeBufferPointer<UInt8>

extension Primitive {
    /// -0, 1.0 and 1e3 are numbers in JSON, but not integers in FHIR.
    func isWhole(_ text: Text, from least: Int) -> Bool {
        let digits = text.first == UInt8(ascii: "-") ? 1 : 0
        guard text.count - digits <= 10, text.count > digits, text[digits...].allSatisfy(isDigit),
            let number = Int(String(decoding: text, as: UTF8.self)), !(digits == 1 && number == 0)
        else { return false }
        return number >= least && number <= Int(Int32.max)
    }

    func isIDCharacter(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    /// Blanks are allowed inside, one at a time.
    func isCode(_ text: Text) -> Bool {
        var afterBlank = true
        for byte in text {
            let isBlank = byte == 0x20 || 9...13 ~= byte
            if isBlank, afterBlank { return false }
            afterBlank = isBlank
        }
        return !afterBlank
    }

    /// `urn:oid:2.16.840`: the first number 0, 1 or 2, no leading zeros.
    func isOID(_ text: Text) -> Bool {
        let head = "urn:oid:".utf8
        guard text.starts(with: head) else { return false }
        let parts = text[head.count...].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, first.count == 1, first.first! < UInt8(ascii: "3") else {
            return false
        }
        return parts.allSatisfy { part in
            part.allSatisfy(isDigit) && (part.count == 1 || part.count > 1 && part.first != UInt8(ascii: "0"))
        }
    }

    /// `urn:uuid:` and 8-4-4-4-12 hexadecimal digits in lower case.
    func isUUID(_ text: Text) -> Bool {
        let head = "urn:uuid:".utf8
        guard text.starts(with: head), text.count == head.count + 36 else { return false }
        return text[head.count...].enumerated().allSatisfy { number, byte in
            switch number {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: isDigit(byte) || byte &- UInt8(ascii: "a") < 6
            }
        }
    }

    /// Blanks and line ends may stand anywhere; the rest is a multiple of four, with at most two = at the end.
    func isBase64(_ text: Text) -> Bool {
        var count = 0
        var padding = 0
        for byte in text where !(byte == 0x20 || 9...13 ~= byte) {
            count += 1
            if byte == UInt8(ascii: "=") {
                padding += 1
            } else if padding > 0 || !isBase64Character(byte) {
                return false
            }
        }
        return count > 0 && count % 4 == 0 && padding <= 2
    }

    private func isBase64Character(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "+")
            || byte == UInt8(ascii: "/")
    }
}
