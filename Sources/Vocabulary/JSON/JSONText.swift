/// JSON as it arrives and leaves: a strict reader that knows the line and column of everything, and a writer.
///
/// Foundation's readers give no positions, take the last of two equal keys and lose the text of a number
/// (docs/adr/0013-our-own-json-reader.md).
public enum JSONText {
    /// Something in a JSON text, and where it begins. Two values are equal when they say the same: the items of an array have an
    /// order, the members of an object have none (RFC 8259, section 4), and whoever sends one back may have changed it.
    public struct Value: Sendable, Equatable {
        public var content: Content
        /// `Position.none` for a value that was made, not read.
        public var position: Position

        public init(_ content: Content, at position: Position = .none) {
            (self.content, self.position) = (content, position)
        }

        public static func == (a: Self, b: Self) -> Bool { a.content == b.content }
    }

    public enum Content: Sendable, Equatable {
        /// In the order of the text.
        case object([Member])
        case array([Value])
        case string(String)
        /// As written, so that 1.00 stays 1.00 (FHIR: the precision of a decimal is part of its meaning).
        case number(String)
        case boolean(Bool)
        case null

        public static func == (a: Self, b: Self) -> Bool {
            switch (a, b) {
            case (.object(let a), .object(let b)): a.count == b.count && a.allSatisfy { b.contains($0) }
            case (.array(let a), .array(let b)): a == b
            case (.string(let a), .string(let b)), (.number(let a), .number(let b)): a == b
            case (.boolean(let a), .boolean(let b)): a == b
            case (.null, .null): true
            default: false
            }
        }
    }

    public struct Member: Sendable, Equatable {
        public var key: String
        /// Where the key begins.
        public var position: Position
        public var value: Value

        public init(_ key: String, _ value: Value, at position: Position = .none) {
            (self.key, self.value, self.position) = (key, value, position)
        }

        public static func == (a: Self, b: Self) -> Bool { a.key == b.key && a.value == b.value }
    }

    /// A place in a text. Both count from 1; a column is a Unicode scalar.
    public struct Position: Sendable, Hashable {
        public let line: UInt32
        public let column: UInt32

        public init(line: Int, column: Int) {
            (self.line, self.column) = (UInt32(clamping: line), UInt32(clamping: column))
        }

        public static let none = Position(line: 0, column: 0)
    }
}

extension JSONText.Value {
    /// The value of the member named `key`, when this is an object that has one.
    public subscript(key: String) -> JSONText.Value? { members?.first { $0.key == key }?.value }

    public var members: [JSONText.Member]? {
        if case .object(let members) = content { members } else { nil }
    }

    public var items: [JSONText.Value]? {
        if case .array(let items) = content { items } else { nil }
    }

    public var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    public var number: String? {
        if case .number(let text) = content { text } else { nil }
    }

    public var boolean: Bool? {
        if case .boolean(let truth) = content { truth } else { nil }
    }

    public var isNull: Bool {
        if case .null = content { true } else { false }
    }
}
