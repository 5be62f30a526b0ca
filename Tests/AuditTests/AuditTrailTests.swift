import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite("The record of who did what")
struct AuditTrailTests {
    private func withEntries(_ count: Int, _ body: (any Engine) async throws -> Void) async throws {
        try await withDatabase { engine in
            for number in 1...count {
                try await engine.write { database in
                    let fact = AuditFact("test.done", "thing", "\(number)", detail: ["b": "2", "a": "1"])
                    try AuditTrail.record(fact, by: .system, at: TestTime.fridayNight, in: database)
                }
            }
            try await body(engine)
        }
    }

    @Test("an untouched chain is intact")
    func intact() async throws {
        try await withEntries(25) { engine in
            let finding = try await AuditTrail.verify(engine, page: 7)
            #expect(finding == .intact(entries: 25))
        }
    }

    @Test("an empty chain is intact")
    func empty() async throws {
        let finding = try await withDatabase { try await AuditTrail.verify($0) }
        #expect(finding == .intact(entries: 0))
    }

    @Test(
        "whatever is changed, the first broken entry is named",
        arguments: [
            "UPDATE audit_entry SET action = 'test.undone' WHERE seq = 9",
            "UPDATE audit_entry SET at = at + 1 WHERE seq = 9",
            "UPDATE audit_entry SET organisation_id = 'x' WHERE seq = 9",
            "UPDATE audit_entry SET detail = '{}' WHERE seq = 9",
            "UPDATE audit_entry SET account_id = 'ab', role = 'c' WHERE seq = 9",
            "DELETE FROM audit_entry WHERE seq = 9",
        ])
    func tampered(sql: String) async throws {
        try await withEntries(20) { engine in
            try await engine.write { try $0.execute(SQL(stringLiteral: sql)) }
            let finding = try? await AuditTrail.verify(engine)
            if case .broken(let seq, _)? = finding { #expect(seq == 9) } else { #expect(finding == nil) }
        }
    }

    @Test("an entry whose hash was made again does not follow the one after it")
    func rehashed() async throws {
        try await withEntries(10) { engine in
            try await engine.write { try $0.execute("UPDATE audit_entry SET hash = previous_hash WHERE seq = 4") }
            let finding = try await AuditTrail.verify(engine)
            #expect(finding == .broken(seq: 4, reason: "its content was changed after it was written"))
        }
    }

    @Test("a change that is rolled back takes its entry along")
    func rolledBack() async throws {
        try await withEntries(3) { engine in
            try? await engine.write { database in
                try AuditTrail.record(
                    AuditFact("test.failed", "thing"), by: .system, at: TestTime.fridayNight, in: database)
                throw NotFound("thing")
            }
            let finding = try await AuditTrail.verify(engine)
            #expect(finding == .intact(entries: 3))
        }
    }
}
