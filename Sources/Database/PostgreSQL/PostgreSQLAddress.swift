import CPQ
import Foundation

/// Where a PostgreSQL is found, as libpq writes it: `host=a,b port=5432 dbname=footbridge user=footbridge sslmode=verify-full`,
/// or a `postgresql://` address. Several hosts are tried in turn until one takes writes.
public struct PostgreSQLAddress: Sendable {
    let words: String

    /// - Throws: `AddressFault` where libpq cannot read it; the message names what is wrong and holds no password.
    public init(_ words: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(words, &message) else {
            defer { PQfreemem(message) }
            throw AddressFault(reason: message.map { String(cString: $0) } ?? "it cannot be read")
        }
        PQconninfoFree(options)
        self.words = words
    }

    /// What a connection is opened with: what was said, and where nothing was said, what keeps a dead server from being
    /// waited for.
    func parameters() throws -> [(name: String, value: String)] {
        guard let options = PQconninfoParse(words, nil) else { throw AddressFault(reason: "it cannot be read") }
        defer { PQconninfoFree(options) }
        var said: [(String, String)] = []
        var next = options
        while let keyword = next.pointee.keyword {
            if let value = next.pointee.val { said.append((String(cString: keyword), String(cString: value))) }
            next += 1
        }
        let missing = Self.whereNothingIsSaid.filter { name, _ in !said.contains { $0.0 == name } }
        return said + missing
    }

    private static let whereNothingIsSaid = [
        ("target_session_attrs", "read-write"), ("connect_timeout", "3"), ("application_name", "footbridge"),
        ("client_encoding", "UTF8"), ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
    ]
}

/// An address of a database that libpq cannot read.
public struct AddressFault: Error, CustomStringConvertible {
    public let reason: String
    public var description: String { "The address of the database cannot be used: \(reason)" }
}
