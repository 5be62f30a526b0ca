import Foundation

extension KeptJSON {
    /// One value, as its type asks for it. Content and form fit beside each other where Swift keeps any decoder without a box.
    struct ValueReading: Decoder, SingleValueDecodingContainer {
        let content: JSONText.Content
        let dates: DateForm

        init(_ content: JSONText.Content, _ dates: DateForm) { (self.content, self.dates) = (content, dates) }

        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
            guard case .object(let members) = content else { throw KeptJSON.fault("an object") }
            return KeyedDecodingContainer(ObjectReading(members: members, dates: dates))
        }

        func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
            guard case .array(let items) = content else { throw KeptJSON.fault("an array") }
            return ArrayReading(items: items, dates: dates)
        }

        func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

        func decodeNil() -> Bool { if case .null = content { true } else { false } }

        func decode(_: Bool.Type) throws -> Bool {
            guard case .boolean(let truth) = content else { throw KeptJSON.fault("true or false") }
            return truth
        }

        func decode(_: String.Type) throws -> String {
            guard case .string(let text) = content else { throw KeptJSON.fault("a string") }
            return text
        }

        func number<Number: Numeric & LosslessStringConvertible>() throws -> Number {
            guard case .number(let text) = content, let number = Number(text) else { throw KeptJSON.fault("a number") }
            return number
        }

        func decode<Part: Decodable>(_: Part.Type) throws -> Part {
            if Part.self == Date.self, let date = try date() as? Part { return date }
            return try Part(from: self)
        }

        private func date() throws -> Date {
            let number = try decode(Double.self)
            return switch dates {
            case .millisecondsSince1970: Date(timeIntervalSince1970: number / 1000)
            case .secondsSince2001: Date(timeIntervalSinceReferenceDate: number)
            }
        }
    }

    /// The members of an object: few, so that going through them is faster than to hash their names.
    struct ObjectReading<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let members: [JSONText.Member]
        let dates: DateForm

        var codingPath: [any CodingKey] { [] }
        var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

        func contains(_ key: Key) -> Bool { content(key) != nil }
        func decodeNil(forKey key: Key) throws -> Bool { try reading(key).decodeNil() }

        func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try reading(key).decode(Bool.self) }
        func decode(_: String.Type, forKey key: Key) throws -> String { try reading(key).decode(String.self) }
        func number<Number: Numeric & LosslessStringConvertible>(_ key: Key) throws -> Number {
            try reading(key).number()
        }
        func decode<Part: Decodable>(_: Part.Type, forKey key: Key) throws -> Part {
            try reading(key).decode(Part.self)
        }

        func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.decode(Bool.self) }
        func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? {
            try present(key)?.decode(String.self)
        }
        func decodeIfPresent<Part: Decodable>(_: Part.Type, forKey key: Key) throws -> Part? {
            try present(key)?.decode(Part.self)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy _: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> {
            try reading(key).container(keyedBy: Nested.self)
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try reading(key).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { throw KeptJSON.fault("no class that inherits") }
        func superDecoder(forKey _: Key) throws -> any Decoder { throw KeptJSON.fault("no class that inherits") }

        private func content(_ key: Key) -> JSONText.Content? {
            let name = key.stringValue
            return members.first { $0.key == name }?.value.content
        }

        private func reading(_ key: Key) throws -> ValueReading {
            guard let content = content(key) else { throw KeptJSON.fault("a member “\(key.stringValue)”") }
            return ValueReading(content, dates)
        }

        /// `nil` where there is no such member, or it is null.
        private func present(_ key: Key) throws -> ValueReading? {
            guard let content = content(key) else { return nil }
            let reading = ValueReading(content, dates)
            return reading.decodeNil() ? nil : reading
        }
    }

    struct ArrayReading: UnkeyedDecodingContainer {
        let items: [JSONText.Value]
        let dates: DateForm
        private(set) var currentIndex = 0

        init(items: [JSONText.Value], dates: DateForm) { (self.items, self.dates) = (items, dates) }

        var codingPath: [any CodingKey] { [] }
        var count: Int? { items.count }
        var isAtEnd: Bool { currentIndex == items.count }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, case .null = items[currentIndex].content else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode(_: Bool.Type) throws -> Bool { try next().decode(Bool.self) }
        mutating func decode(_: String.Type) throws -> String { try next().decode(String.self) }
        mutating func number<Number: Numeric & LosslessStringConvertible>() throws -> Number {
            try next().number()
        }
        mutating func decode<Part: Decodable>(_: Part.Type) throws -> Part { try next().decode(Part.self) }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy _: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> {
            try next().container(keyedBy: Nested.self)
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
        mutating func superDecoder() throws -> any Decoder { throw KeptJSON.fault("no class that inherits") }

        private mutating func next() throws -> ValueReading {
            if isAtEnd { throw KeptJSON.fault("one more item") }
            defer { currentIndex += 1 }
            return ValueReading(items[currentIndex].content, dates)
        }
    }

    private static func fault(_ expected: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "What is kept should be \(expected)."))
    }
}
