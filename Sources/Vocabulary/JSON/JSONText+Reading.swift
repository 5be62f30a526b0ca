import Foundation

extension JSONText {
    public static let deepest = 64
    /// 4 MiB, far above any message seen; a caller may choose another limit.
    public static let usualLimit = 4 << 20

    /// Reads the one value that `bytes` hold, in UTF-8.
    public static func read(_ bytes: some ContiguousBytes, limit: Int = usualLimit) throws(Refusal) -> Value {
        let outcome = bytes.withUnsafeBytes { raw -> Result<Value, Refusal> in
            var reader = Reader(bytes: raw)
            return Result { () throws(Refusal) in try reader.document(limit: limit) }
        }
        return try outcome.get()
    }

    /// Walks over the bytes once.
    struct Reader {
        let bytes: UnsafeRawBufferPointer
        var index = 0
        var line = 1
        /// Where column 1 of this line would be if every scalar before `index` were one byte long.
        var lineStart = 0
        var depth = 0

        init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

        var position: Position { Position(line: line, column: index - lineStart + 1) }

        func refusal(_ reason: Reason) -> Refusal {
            Refusal(reason: index >= bytes.count && reason != .tooLarge ? .ended : reason, position: position)
        }

        mutating func document(limit: Int) throws(Refusal) -> Value {
            guard bytes.count <= limit else { throw Refusal(reason: .tooLarge, position: position) }
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw refusal(.byteOrderMark) }
            skipSpace()
            let value = try value()
            skipSpace()
            guard index == bytes.count else { throw refusal(.trailing) }
            return value
        }

        /// The byte at the index, or 0, which JSON allows nowhere, at the end.
        var next: UInt8 {
            @inline(__always) get { index < bytes.count ? bytes[index] : 0 }
        }

        @inline(__always)
        mutating func skipSpace() {
            while index < bytes.count {
                switch bytes[index] {
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
                case UInt8(ascii: "\n"):
                    index += 1
                    line += 1
                    lineStart = index
                default: return
                }
            }
        }
    }
}
