import Database
import Foundation

/// What is signed of a batch of entries.
public struct SealStatement: Sendable, Equatable, Codable {
    /// From 1, without a gap.
    public let number: Int
    /// The numbers that it covers; it begins where the seal before it ended.
    let from: Int
    public let to: Int
    public let entries: Int
    /// The numbers within, rising, that no entry bears, as `12,17-19`: their transactions were given up.
    let gaps: String
    /// Of the first four bytes of each leaf, which only help to find a fault.
    let marks: Fingerprint
    /// RFC 6962 tree hash over the leaves in the order of their numbers.
    let root: Fingerprint
    /// That of the seal before; zeros in the first.
    let previous: Fingerprint
    /// Milliseconds since 1970.
    public let sealedAt: Int
    let keyName: String

    /// The bytes that are signed; their hash is what the next seal follows.
    var bytes: [UInt8] {
        var bytes = HashedBytes()
        bytes.begin(.seal)
        for number in [number, from, to, entries, sealedAt] { bytes.add(number) }
        for fingerprint in [marks, root, previous] { bytes.add(fingerprint) }
        for text in [gaps, keyName] { bytes.add(text) }
        return bytes.bytes
    }

    public var fingerprint: Fingerprint { bytes.withUnsafeBytes { Fingerprint(of: $0) } }
}

/// A seal as it is kept.
struct Seal: Sendable, Equatable {
    let statement: SealStatement
    let marks: Data
    /// Ed25519 over the statement.
    let signature: Data

    static let columns: SQL =
        "number, from_seq, to_seq, entries, gaps, marks, root, previous, sealed_at, key_name, signature"

    init(_ statement: SealStatement, marks: Data, signature: Data) {
        (self.statement, self.marks, self.signature) = (statement, marks, signature)
    }

    /// A root that is none stands as zeros; then the signature does not fit, and verification says so.
    init(_ row: Row) throws {
        marks = try row("marks")
        signature = try row("signature")
        let (root, previous): (Data, Data) = (try row("root"), try row("previous"))
        statement = SealStatement(
            number: try row("number"), from: try row("from_seq"), to: try row("to_seq"), entries: try row("entries"),
            gaps: try row("gaps"), marks: marks.withUnsafeBytes { Fingerprint(of: $0) },
            root: root.withUnsafeBytes { Fingerprint(raw: $0) } ?? .none,
            previous: previous.withUnsafeBytes { Fingerprint(raw: $0) } ?? .none, sealedAt: try row("sealed_at"),
            keyName: try row("key_name")
        )
    }

    /// - Returns: whether it was kept; another process that was quicker has made the seal of this number.
    func insert(in database: any Writing) throws -> Bool {
        try database.adds(
            """
            INSERT INTO audit_seal (number, from_seq, to_seq, entries, gaps, marks, root, previous, sealed_at, key_name,
                signature)
            VALUES (\(statement.number), \(statement.from), \(statement.to), \(statement.entries), \(statement.gaps),
                \(marks), \(statement.root.data), \(statement.previous.data), \(statement.sealedAt),
                \(statement.keyName), \(signature))
            ON CONFLICT (number) DO NOTHING
            """
        )
    }

    static func newest(in database: any Reading) throws -> Seal? {
        try database.row("SELECT \(sql: columns) FROM audit_seal ORDER BY number DESC LIMIT 1").map(Seal.init)
    }

    static func number(_ number: Int, in database: any Reading) throws -> Seal? {
        try database.row("SELECT \(sql: columns) FROM audit_seal WHERE number = \(number)").map(Seal.init)
    }

    /// The seals after one, in their order.
    static func following(_ number: Int, most: Int, in database: any Reading) throws -> [Seal] {
        try database.rows(
            "SELECT \(sql: columns) FROM audit_seal WHERE number > \(number) ORDER BY number LIMIT \(most)"
        ).map(Seal.init)
    }

    /// The seal that covers an entry's number.
    static func covering(_ seq: Int, in database: any Reading) throws -> Seal? {
        try database.row(
            """
            SELECT \(sql: columns) FROM audit_seal
            WHERE to_seq >= \(seq) AND from_seq <= \(seq) ORDER BY to_seq LIMIT 1
            """
        ).map(Seal.init)
    }
}
