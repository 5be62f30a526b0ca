import CPQ
import Foundation

/// A statement that one connection has prepared, and the types of its values.
final class PreparedStatement {
    let text: String
    let name: String
    private(set) var types: [Oid]
    private let numbered: String

    init(_ sql: SQL, number: Int) {
        text = sql.text
        name = "s\(number)"
        types = sql.values.map(PostgreSQLParameter.type)
        numbered = Self.numbered(sql.text(for: .postgreSQL))
    }

    func prepare(on connection: OpaquePointer) -> Bool {
        PQsendPrepare(connection, name, numbered, Int32(types.count), types) == 1
    }

    /// - Parameter description: the server's answer to "describe".
    func learnTypes(from description: OpaquePointer) {
        types = types.indices.map { PQparamtype(description, Int32($0)) }
    }

    func send(_ values: [PostgreSQLParameter], on connection: OpaquePointer) -> Bool {
        let bytes = values.reduce(into: [UInt8]()) { $0 += $1.bytes + [0] }
        return bytes.withUnsafeBufferPointer { all in
            var offset = 0
            var pointers: [UnsafePointer<CChar>?] = []
            for value in values {
                let start = UnsafeRawPointer(all.baseAddress! + offset).assumingMemoryBound(to: CChar.self)
                pointers.append(value.isNull ? nil : start)
                offset += value.bytes.count + 1
            }
            let lengths = values.map { Int32($0.bytes.count) }
            let formats = values.map { $0.isBinary ? Int32(1) : 0 }
            return PQsendQueryPrepared(connection, name, Int32(values.count), pointers, lengths, formats, 1) == 1
        }
    }

    /// `$1`, `$2` … for each `?` that does not stand in a quoted text.
    static func numbered(_ text: String) -> String {
        var (result, count, isQuoted) = ("", 0, false)
        for character in text {
            if character == "'" { isQuoted.toggle() }
            if character == "?" && !isQuoted {
                count += 1
                result += "$\(count)"
            } else {
                result.append(character)
            }
        }
        return result
    }
}
