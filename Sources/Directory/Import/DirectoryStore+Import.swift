import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Puts open data in the directory, in one transaction. Run again, it changes only what the data changed: providers are
    /// known by UKPRN, trusts and boards by ODS code, campuses by their provider's own code.
    ///
    /// A provider or trust that is no longer in the data is closed, unless it has joined: then it is only reported.
    /// - Parameter progress: told of each step; called on the thread that writes.
    public func importOpenData(
        _ data: OpenData, by actor: Actor, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        try actor.require(.administerInstallation)
        let now = clock.now
        return try await engine.write { database in
            var load = DirectoryLoad(data: data, now: now, database: database)
            let report = try load.run(progress)
            let fact = AuditFact("directory.imported", "directory_import", nil, detail: Self.detail(of: report))
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return report
        }
    }

    /// When the open data was last imported, and the digest of each file then.
    public func imports(by actor: Actor) async throws -> [(at: Date, source: String, digest: String)] {
        try actor.require(.administerInstallation)
        return try await engine.read { database in
            try database.rows("SELECT at, source, digest FROM directory_import ORDER BY at DESC, source").map { row in
                (try row("at"), try row("source"), try row("digest"))
            }
        }
    }

    private static func detail(of report: ImportReport) -> [String: String] {
        var detail = Dictionary(
            report.tallies.map { ($0.title, "\($0.inserted) new, \($0.changed) changed, \($0.vanished) vanished") },
            uniquingKeysWith: { first, _ in first }
        )
        for kind in [ImportReport.Note.Kind.refused, .repaired] { detail[kind.rawValue] = String(report.count(kind)) }
        return detail
    }
}

/// One run of an import inside its transaction.
struct DirectoryLoad {
    let data: OpenData
    let now: Date
    let database: any Writing
    /// Organisations by UKPRN or ODS code, as they stand now.
    var organisations: [String: Organisation] = [:]
    var report = ImportReport()

    init(data: OpenData, now: Date, database: any Writing) {
        (self.data, self.now, self.database) = (data, now, database)
        (report.notes, report.sources) = (data.notes, data.sources)
    }

    mutating func run(_ progress: (ImportProgress) -> Void) throws -> ImportReport {
        let steps: [(String, (inout DirectoryLoad) throws -> Void)] = [
            ("Writing integrated care boards and local authorities", { try $0.loadAreas() }),
            ("Writing providers and trusts", { try $0.loadOrganisations() }),
            ("Writing names", { try $0.loadNames() }),
            ("Writing campuses", { try $0.loadPlaces() }),
            ("Recording what was read", { try $0.recordSources() }),
        ]
        for (place, step) in steps.enumerated() {
            progress(ImportProgress(step: step.0, done: place, total: steps.count))
            try step.1(&self)
        }
        progress(ImportProgress(step: "Done", done: steps.count, total: steps.count))
        return report
    }

    private mutating func recordSources() throws {
        for source in data.sources {
            let told = data.notes.filter { $0.file == source.file }.count
            let id = Identifier<DirectoryLoad>(at: now)
            try database.execute(
                """
                INSERT INTO directory_import (id, at, source, digest, report)
                VALUES (\(id), \(now), \(source.file), \(source.digest), \("\(source.rows) rows, \(told) notes"))
                """
            )
        }
    }
}
