import ArgumentParser
import Audit
import Crypto
import Database
import Foundation
import Vocabulary

extension AuditCommand {
    /// What an entry costs to write and to check, beside SHA-256 over as many bytes; for `bin/bench`.
    struct Measure: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "measure", abstract: "Measure writing and checking in a database that is made for it.",
            shouldDisplay: false
        )

        @Option(help: "How many entries.")
        var entries = 1_000_000

        func run() async throws {
            let folder = FileManager.default.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let engine = try SQLiteEngine(file: folder.appending(path: "audit.sqlite"))
            try await engine.migrate(at: Date())
            let report = try await AuditMeasurement(engine: engine, entries: entries).report()
            await engine.close()
            print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
        }
    }
}

/// Writes, seals and checks entries like those of an exchange, and times each.
struct AuditMeasurement {
    let engine: any Engine
    let entries: Int
    private let keys = KeyRing()

    init(engine: any Engine, entries: Int) { (self.engine, self.entries) = (engine, entries) }

    func report() async throws -> [String: Double] {
        let written = try await seconds { try await write() }
        let made = try await seconds { try await Sealer(engine: engine, keys: keys, clock: SystemClock()).round() }
        let checked = try await quickest {
            guard case .intact(let extent) = try await AuditTrail.verify(engine, keys: keys), extent.entries == entries
            else { throw ExitCode(1) }
        }
        let bytes = try await contents()
        let hashed = try await quickest { for line in bytes { _ = SHA256.hash(data: line) } }
        let whole = bytes.reduce(into: Data()) { $0 += $1 }
        let streamed = try await quickest { _ = SHA256.hash(data: whole) }
        let each = 1e6 / Double(entries)
        return [
            "entries": Double(entries), "bytes each": Double(whole.count) / Double(entries),
            "µs to write": written * each, "µs to seal": made * each, "µs to check": checked * each,
            "µs of SHA-256, one for each entry": hashed * each, "µs of SHA-256, one for all": streamed * each,
            "check ÷ SHA-256, one for each entry": checked / hashed, "check ÷ SHA-256, one for all": checked / streamed,
        ]
    }

    /// The least of three.
    private func quickest(_ work: () async throws -> Void) async throws -> Double {
        var best = Double.infinity
        for _ in 0..<3 { best = min(best, try await seconds(work)) }
        return best
    }

    /// Of the processor, which other programs on the machine do not lengthen as they do those of a clock.
    private func seconds(_ work: () async throws -> Void) async throws -> Double {
        let start = clock()
        try await work()
        return Double(clock() - start) / 1e6  // POSIX: a million a second.
    }

    /// In transactions of a thousand, so that what is timed is the entry and not the disk.
    private func write() async throws {
        let now = Date()
        let actor = Actor(
            accountID: AccountID(at: now), organisationID: OrganisationID(at: now), role: .practitioner, name: "")
        let (subject, person) = (ExchangeID(at: now), PersonID(at: now))
        for start in stride(from: 0, to: entries, by: 1_000) {
            let count = min(1_000, entries - start)
            try await engine.write { database in
                for _ in 0..<count {
                    let fact = AuditFact("exchange.acknowledged", "exchange", subject, person: person)
                    try AuditTrail.record(fact, by: actor, at: now, in: database)
                }
            }
        }
    }

    /// Every field of every entry, as bytes.
    private func contents() async throws -> [Data] {
        try await engine.read { database in
            var contents: [Data] = []
            try database.scan(
                """
                SELECT seq, at, account_id, role, organisation_id, action, subject_kind, subject_id, person_id, detail,
                    salt FROM audit_entry ORDER BY seq
                """
            ) { row in
                var line = Data()
                for column in 0...1 { withUnsafeBytes(of: row.integer(column)) { line.append(contentsOf: $0) } }
                for column in 2...10 {
                    row.withBytes(column) { line.append(contentsOf: $0 ?? .init(start: nil, count: 0)) }
                }
                contents.append(line)
            }
            return contents
        }
    }
}
