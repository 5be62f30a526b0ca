import Foundation

/// A file of comma-separated values (RFC 4180) with a header, each row knowing the line it began on.
///
/// Read by hand, byte by byte, because a refusal has to name the line and the column at which a file stops being one.
struct CSVTable {
    let file: String
    let header: [String]
    let rows: [CSVRow]

    /// - Parameter needing: the columns that must be in the header, in any order, among others.
    /// - Throws: `ImportRefusal` where the file is not text, not CSV, or another file than was meant.
    init(_ data: Data, file: String, needing: [String]) throws(ImportRefusal) {
        var reader = CSVReader(Array(data), file: file)
        let records = try reader.records()
        guard let first = records.first else { throw ImportRefusal(file, 1, 1, "The file is empty.") }
        let header = first.fields.map { $0.trimmed }
        if let missing = needing.first(where: { !header.contains($0) }) {
            let column = first.fields.map(\.count).reduce(0, +) + first.fields.count
            let message = "The header has no column “\(missing)”. This is not the file that was expected."
            throw ImportRefusal(file, first.line, max(1, column), message)
        }
        let index = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        (self.file, self.header) = (file, header)
        rows = records.dropFirst().filter { $0.fields != [""] }
            .map { CSVRow(line: $0.line, fields: $0.fields, index: index) }
    }
}

/// One row of a table.
struct CSVRow {
    let line: Int
    let fields: [String]
    let index: [String: Int]

    /// The text under `column` without white space at its ends; empty where the row is too short.
    subscript(column: String) -> String {
        guard let place = index[column], place < fields.count else { return "" }
        return fields[place].trimmed
    }

    /// Whether it has as many fields as the header.
    var isComplete: Bool { fields.count == index.count }
}

/// Why a whole file cannot be read.
public struct ImportRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let file: String
    public let line: Int
    /// The character in the line, counted from 1.
    public let column: Int
    public let message: String

    init(_ file: String, _ line: Int, _ column: Int, _ message: String) {
        (self.file, self.line, self.column, self.message) = (file, line, column, message)
    }

    public var description: String { "\(file), line \(line), column \(column): \(message)" }
}

/// Takes the text apart.
private struct CSVReader {
    typealias Record = (line: Int, fields: [String])

    private let bytes: [UInt8]
    private let file: String
    private var at = 0
    private var (line, column) = (1, 1)

    private static let (quote, comma, feed, carriage) = (UInt8(34), UInt8(44), UInt8(10), UInt8(13))

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
        self.file = file
    }

    mutating func records() throws(ImportRefusal) -> [Record] {
        var records: [Record] = []
        while at < bytes.count {
            let start = line
            records.append((start, try record()))
        }
        return records
    }

    private mutating func record() throws(ImportRefusal) -> [String] {
        var fields: [String] = []
        while true {
            fields.append(try field())
            guard at < bytes.count else { return fields }
            let isComma = bytes[at] == Self.comma
            step()
            if !isComma { return fields }
        }
    }

    /// Reads up to the comma or line feed that ends the field, which stays to be read.
    private mutating func field() throws(ImportRefusal) -> String {
        guard at < bytes.count, bytes[at] == Self.quote else { return try plain() }
        return try quoted()
    }

    private mutating func plain() throws(ImportRefusal) -> String {
        let start = at
        while at < bytes.count, bytes[at] != Self.comma, bytes[at] != Self.feed {
            if bytes[at] == Self.quote {
                throw refusal("There is a quotation mark inside a value that has none around it.")
            }
            if bytes[at] == 0 { throw refusal("This is not text.") }
            step()
        }
        var end = at
        if end > start, bytes[end - 1] == Self.carriage { end -= 1 }
        return try text(bytes[start..<end])
    }

    private mutating func quoted() throws(ImportRefusal) -> String {
        let opened = refusal("A quotation mark is opened here and never closed.")
        var kept: [UInt8] = []
        step()
        while at < bytes.count {
            if bytes[at] != Self.quote {
                kept.append(bytes[at])
            } else if at + 1 < bytes.count, bytes[at + 1] == Self.quote {
                kept.append(Self.quote)
                step()
            } else {
                step()
                try closing()
                return try text(kept[...])
            }
            step()
        }
        throw opened
    }

    private mutating func closing() throws(ImportRefusal) {
        if at < bytes.count, bytes[at] == Self.carriage { step() }
        guard at == bytes.count || bytes[at] == Self.comma || bytes[at] == Self.feed else {
            throw refusal("Something stands between a closing quotation mark and the comma.")
        }
    }

    private mutating func step() {
        if bytes[at] == Self.feed { (line, column) = (line + 1, 1) } else if bytes[at] & 0xC0 != 0x80 { column += 1 }
        at += 1
    }

    private func text(_ slice: ArraySlice<UInt8>) throws(ImportRefusal) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw refusal("This is not text in UTF-8.")
        }
        return text
    }

    private func refusal(_ message: String) -> ImportRefusal { ImportRefusal(file, line, column, message) }
}

extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
