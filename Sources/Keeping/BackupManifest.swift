import Crypto
import Database
import Foundation
import Vocabulary

/// What a copy holds, so that it can be proved whole before anything is restored from it.
public struct BackupManifest: Codable, Sendable, Equatable {
    /// Of this description, not of Footbridge.
    public let format: Int
    public let footbridge: String
    public let takenAt: Date
    public let file: String
    public let bytes: Int
    /// SHA-256 of the file, in hexadecimal digits.
    public let sha256: String
    /// The steps of the schema, in their order.
    public let migrations: [String]
    /// How many rows each table holds.
    public let rows: [String: Int]
    /// Names of the sealing keys that the ring must hold; never the keys.
    public let keys: [String]
    /// Tells the copies of one installation from those of another; `nil` in a manifest of before that was written.
    public let installation: String?

    init(of copy: URL, named name: String, at moment: Date, version: String) async throws {
        let contents = try await BackupContents(of: copy)
        (format, footbridge, file) = (1, version, name)
        takenAt = Date(timeIntervalSince1970: moment.timeIntervalSince1970.rounded(.down))
        (bytes, sha256) = try Self.digest(of: copy)
        (migrations, rows, keys) = (contents.migrations, contents.rows, contents.keys)
        installation = contents.installation
    }

    /// Whose copy it is, as its manifest says, or where that does not, the copy itself; `nil` where neither can be read.
    static func installation(of copy: URL) async -> String? {
        if let named = (try? read(beside: copy))?.installation { return named }
        return try? await BackupContents.installation(of: copy)
    }

    /// - Throws: `BackupRefused` where there is no manifest beside `file`, or none that can be read.
    static func read(beside file: URL) throws -> BackupManifest {
        let place = BackupFolder.manifest(of: file)
        guard let data = try? Data(contentsOf: place) else {
            throw BackupRefused("There is no manifest \(place.path), so nobody can tell whether the backup is whole.")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        guard let manifest = try? decoder.decode(BackupManifest.self, from: data), manifest.format == 1 else {
            throw BackupRefused("\(place.path) is no manifest that this Footbridge can read.")
        }
        return manifest
    }

    func write(beside file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        try DurableFile.write(try encoder.encode(self) + Data("\n".utf8), to: BackupFolder.manifest(of: file))
    }

    /// Length and SHA-256 of a file, read piece by piece.
    static func digest(of file: URL) throws -> (bytes: Int, sha256: String) {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var (hash, bytes) = (SHA256(), 0)
        while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
            hash.update(data: piece)
            bytes += piece.count
        }
        return (bytes, Hex.text(hash.finalize()))
    }
}

/// What stands in a database, counted.
struct BackupContents: Sendable {
    let migrations: [String]
    let rows: [String: Int]
    let keys: [String]
    let installation: String?
    let faults: [String]

    /// - Throws: `DatabaseFault` where the file is no database of Footbridge.
    init(of file: URL) async throws {
        let copy = try ReadOnlySQLiteEngine(file: file)
        do {
            faults = try await copy.faults()
            (migrations, rows, keys, installation) = try await copy.read { database in
                let rows = try Self.counts(in: database)
                let keys = "SELECT name FROM sealing_key WHERE gone_at IS NULL ORDER BY name" as SQL
                return (
                    try Self.names("SELECT name FROM migration ORDER BY at, name", in: database), rows,
                    // A database that waits for its upgrade does not have the table yet.
                    rows["sealing_key"] == nil ? [] : try Self.names(keys, in: database),
                    try Self.installation(in: database)
                )
            }
        } catch {
            await copy.close()
            throw error
        }
        await copy.close()
    }

    /// The same alone, of a copy whose manifest does not say it.
    static func installation(of file: URL) async throws -> String? {
        let copy = try ReadOnlySQLiteEngine(file: file)
        let installation: Result<String?, any Error>
        do { installation = .success(try await copy.read { try Self.installation(in: $0) }) } catch {
            installation = .failure(error)
        }
        await copy.close()
        return try installation.get()
    }

    /// A digest of the moment at which the database was made, to the millisecond: no upgrade changes that, and a restored copy
    /// keeps it.
    private static func installation(in database: any Reading) throws -> String? {
        guard let first = try database.row("SELECT name, at FROM migration ORDER BY name LIMIT 1") else { return nil }
        let (name, at): (String, Int) = (try first("name"), try first("at"))
        return String(Hex.text(SHA256.hash(data: Data("\(name) \(at)".utf8))).prefix(32))
    }

    private static func names(_ sql: SQL, in database: any Reading) throws -> [String] {
        try database.rows(sql).map { try $0("name") }
    }

    private static func counts(in database: any Reading) throws -> [String: Int] {
        let tables = try database.tablesInSQLite()
        let counts = try tables.map {
            try database.count(SQL(stringLiteral: "SELECT count(*) AS count FROM \"\($0)\""))
        }
        return Dictionary(zip(tables, counts)) { first, _ in first }
    }
}
