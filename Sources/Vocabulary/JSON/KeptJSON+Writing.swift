import Foundation

extension KeptJSON {
    /// Writes a text from left to right, so a container must be done with before the one it stands in goes on.
    final class Pen {
        private(set) var bytes: [UInt8] = []
        private let dates: DateForm
        /// What ends each object and array that is open.
        private var ends: [UInt8] = []

        init(dates: DateForm) { self.dates = dates }

        var depth: Int { ends.count }

        func write<Kept: Encodable>(_ value: Kept) throws {
            if Kept.self == Date.self, let date = value as? Date { return try writeNumber(number(of: date)) }
            let (depth, length) = (depth, bytes.count)
            try value.encode(to: ValueWriting(pen: self))
            if bytes.count == length { throw fault(value, "It says nothing of itself.") }
            close(to: depth)
        }

        func write(_ text: String) { JSONText.quote(text, to: &bytes) }
        func write(_ truth: Bool) { bytes.append(contentsOf: (truth ? "true" : "false").utf8) }
        func writeNull() { bytes.append(contentsOf: "null".utf8) }
        func writeNumber(_ number: some FixedWidthInteger) { bytes.append(contentsOf: String(number).utf8) }

        func writeNumber(_ number: Double) throws {
            guard number.isFinite else { throw fault(number, "JSON has no such number.") }
            let whole = Int(exactly: number)
            bytes.append(contentsOf: (whole?.description ?? number.description).utf8)
        }

        func openObject() { open("{", "}") }
        func openArray() { open("[", "]") }

        private func open(_ beginning: Unicode.Scalar, _ end: Unicode.Scalar) {
            bytes.append(UInt8(ascii: beginning))
            ends.append(UInt8(ascii: end))
        }

        private func close(to depth: Int) {
            while ends.count > depth { bytes.append(ends.removeLast()) }
        }

        /// Goes on in what is open at this depth: what stands before its next part, and before a member its name.
        func begin(_ name: String? = nil, at depth: Int) {
            precondition(ends.count >= depth, "The object or array has been closed.")
            close(to: depth)
            if bytes.last != UInt8(ascii: "{"), bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
            guard let name else { return }
            write(name)
            bytes.append(UInt8(ascii: ":"))
        }

        private func number(of date: Date) -> Double {
            switch dates {
            case .millisecondsSince1970: date.timeIntervalSince1970 * 1000
            case .secondsSince2001: date.timeIntervalSinceReferenceDate
            }
        }

        private func fault(_ value: Any, _ why: String) -> EncodingError {
            .invalidValue(value, .init(codingPath: [], debugDescription: why))
        }
    }
}

extension KeptJSON {
    struct ValueWriting: Encoder, SingleValueEncodingContainer {
        let pen: Pen

        var codingPath: [any CodingKey] { [] }
        var userInfo: [CodingUserInfoKey: Any] { [:] }

        func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
            pen.openObject()
            return KeyedEncodingContainer(ObjectWriting(pen: pen))
        }

        func unkeyedContainer() -> any UnkeyedEncodingContainer {
            pen.openArray()
            return ArrayWriting(pen: pen)
        }

        func singleValueContainer() -> any SingleValueEncodingContainer { self }

        func encodeNil() { pen.writeNull() }
        func encode(_ truth: Bool) { pen.write(truth) }
        func encode(_ text: String) { pen.write(text) }
        func encode(_ part: some Encodable) throws { try pen.write(part) }
    }

    struct ObjectWriting<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let pen: Pen
        private let depth: Int

        /// Of the object that has just been opened.
        init(pen: Pen) { (self.pen, depth) = (pen, pen.depth) }

        var codingPath: [any CodingKey] { [] }

        func encodeNil(forKey key: Key) { member(key).encodeNil() }
        func encode(_ truth: Bool, forKey key: Key) { member(key).encode(truth) }
        func encode(_ text: String, forKey key: Key) { member(key).encode(text) }
        func encode(_ part: some Encodable, forKey key: Key) throws { try member(key).encode(part) }

        /// What is written next is the value of this member.
        func member(_ key: Key) -> ValueWriting {
            pen.begin(key.stringValue, at: depth)
            return ValueWriting(pen: pen)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy _: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            member(key).container(keyedBy: Nested.self)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            member(key).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { preconditionFailure("Nothing that is kept inherits.") }
        func superEncoder(forKey key: Key) -> any Encoder { preconditionFailure("Nothing that is kept inherits.") }
    }

    struct ArrayWriting: UnkeyedEncodingContainer {
        let pen: Pen
        private let depth: Int
        private(set) var count = 0

        /// Of the array that has just been opened.
        init(pen: Pen) { (self.pen, depth) = (pen, pen.depth) }

        var codingPath: [any CodingKey] { [] }

        mutating func encodeNil() { item().encodeNil() }
        mutating func encode(_ truth: Bool) { item().encode(truth) }
        mutating func encode(_ text: String) { item().encode(text) }
        mutating func encode(_ part: some Encodable) throws { try item().encode(part) }

        /// What is written next is one more item.
        mutating func item() -> ValueWriting {
            pen.begin(at: depth)
            count += 1
            return ValueWriting(pen: pen)
        }

        mutating func nestedContainer<Nested: CodingKey>(keyedBy _: Nested.Type) -> KeyedEncodingContainer<Nested> {
            item().container(keyedBy: Nested.self)
        }

        mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { item().unkeyedContainer() }

        func superEncoder() -> any Encoder { preconditionFailure("Nothing that is kept inherits.") }
    }
}
