extension JSONText.Reader {
    mutating func value() throws(JSONText.Refusal) -> JSONText.Value {
        let start = position
        return JSONText.Value(try content(), at: start)
    }

    private mutating func content() throws(JSONText.Refusal) -> JSONText.Content {
        switch next {
        case UInt8(ascii: "\""): .string(try string())
        case UInt8(ascii: "{"): .object(try members())
        case UInt8(ascii: "["): .array(try items())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try number())
        default: try word()
        }
    }

    private mutating func word() throws(JSONText.Refusal) -> JSONText.Content {
        for (word, content) in Self.words where bytes[index...].starts(with: word.utf8) {
            index += word.utf8.count
            return content
        }
        throw refusal(.notAValue)
    }

    private static let words: [(String, JSONText.Content)] = [
        ("true", .boolean(true)), ("false", .boolean(false)), ("null", .null),
    ]

    private mutating func items() throws(JSONText.Refusal) -> [JSONText.Value] {
        try open()
        var items: [JSONText.Value] = []
        while try !closes(with: UInt8(ascii: "]"), first: items.isEmpty, otherwise: .noCommaInArray) {
            items.append(try value())
        }
        return items
    }

    private mutating func members() throws(JSONText.Refusal) -> [JSONText.Member] {
        try open()
        var members: [JSONText.Member] = []
        var keys = Keys()
        while try !closes(with: UInt8(ascii: "}"), first: members.isEmpty, otherwise: .noCommaInObject) {
            let start = position
            guard next == UInt8(ascii: "\"") else { throw refusal(.notAKey) }
            let key = try string()
            guard keys.isNew(key, among: members) else {
                throw JSONText.Refusal(reason: .duplicateKey, position: start)
            }
            try colon()
            members.append(JSONText.Member(key, try value(), at: start))
        }
        return members
    }

    private mutating func open() throws(JSONText.Refusal) {
        guard depth < JSONText.deepest else { throw refusal(.tooDeep) }
        depth += 1
        index += 1
        skipSpace()
    }

    /// Whether the object or array ends here; if it does not, the reader stands at its next part.
    private mutating func closes(
        with bracket: UInt8, first: Bool, otherwise reason: JSONText.Reason
    ) throws(JSONText.Refusal) -> Bool {
        if !first { skipSpace() }
        if next == bracket {
            index += 1
            depth -= 1
            return true
        }
        if first { return false }
        guard next == UInt8(ascii: ",") else { throw refusal(reason) }
        let comma = position
        index += 1
        skipSpace()
        guard next != bracket else { throw JSONText.Refusal(reason: .trailingComma, position: comma) }
        return false
    }

    private mutating func colon() throws(JSONText.Refusal) {
        skipSpace()
        guard next == UInt8(ascii: ":") else { throw refusal(.noColon) }
        index += 1
        skipSpace()
    }

    /// Which keys an object has: compared one by one while they are few, so that nothing is hashed for most objects.
    private struct Keys {
        private var many: Set<String> = []

        mutating func isNew(_ key: String, among members: [JSONText.Member]) -> Bool {
            guard members.count >= 16 else { return !members.contains { $0.key == key } }
            if many.isEmpty { many = Set(members.map(\.key)) }
            return many.insert(key).inserted
        }
    }
}
