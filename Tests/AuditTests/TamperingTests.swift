import Database
import Foundation
import TestSupport
import Testing

@testable import Audit

/// Twenty entries in seals of six: 1 to 6, 7 to 12, 13 to 18, 19 to 20.
@Suite("Tampering with the record is found where it was done")
struct TamperingTests {
    @Test(
        "an entry that is changed, taken away or moved is named",
        arguments: [
            ("UPDATE audit_entry SET action = 'test.undone' WHERE seq = 9", AuditFault.changed(entry: 9)),
            ("UPDATE audit_entry SET at = at + 1 WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET organisation_id = 'x' WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET organisation_id = '' WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET detail = '{}' WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET account_id = 'ab', role = 'c' WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET hash = 'none' WHERE seq = 9", .changed(entry: 9)),
            ("UPDATE audit_entry SET salt = NULL WHERE seq = 9", .unchained(entry: 9)),
            ("DELETE FROM audit_entry WHERE seq = 9", .missing(entry: 9)),
            ("DELETE FROM audit_entry WHERE seq = 1", .missing(entry: 1)),
            ("DELETE FROM audit_entry WHERE seq = 20", .missing(entry: 20)),
            ("DELETE FROM audit_entry WHERE seq BETWEEN 7 AND 12", .missing(entry: 7)),
            ("DELETE FROM audit_entry", .missing(entry: 1)),
            ("UPDATE audit_entry SET seq = 0 WHERE seq = 9", .insertedLate(entry: 0)),
        ])
    func entries(sql: String, fault: AuditFault) async throws {
        try await Record.with(20, sealedBy: 6) { record in
            try await record.tamper(sql)
            #expect(try await record.fault() == fault)
        }
    }

    @Test("two entries that change places are noticed at the first of them")
    func swapped() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            try await record.tamper(
                "UPDATE audit_entry SET seq = 99 WHERE seq = 8", "UPDATE audit_entry SET seq = 8 WHERE seq = 9",
                "UPDATE audit_entry SET seq = 9 WHERE seq = 99"
            )
            #expect(try await record.fault() == .changed(entry: 8))
        }
    }

    @Test("making the hash of a changed entry again helps nobody once it is sealed")
    func rehashed() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            try await record.tamper("UPDATE audit_entry SET action = 'test.undone' WHERE seq = 9")
            try await record.engine.write { database in
                var (bytes, hash) = (HashedBytes(), Fingerprint.none)
                try database.scan("SELECT \(sql: EntryHash.columns) FROM audit_entry WHERE seq = 9") {
                    hash = EntryHash.made($0, &bytes)
                }
                try database.execute("UPDATE audit_entry SET hash = \(hash.hex) WHERE seq = 9")
            }
            #expect(try await record.fault() == .changed(entry: 9))
        }
    }

    @Test("an entry that appears where a number had been given up is named")
    func inserted() async throws {
        try await Record.with(12) { record in
            try await record.tamper("DELETE FROM audit_entry WHERE seq IN (3, 7, 8)")
            try await record.seal()
            let extent = try #require(try await record.extent())
            #expect(extent.entries == 9 && extent.newest?.gaps == "3,7-8")
            try await record.tamper(
                "INSERT INTO audit_entry SELECT 8, at, account_id, role, organisation_id, action, subject_kind, "
                    + "subject_id, person_id, detail, previous_hash, hash, salt FROM audit_entry WHERE seq = 6")
            #expect(try await record.fault() == .insertedLate(entry: 8))
        }
    }

    @Test(
        "a seal that is changed or taken away is named",
        arguments: [
            ("UPDATE audit_seal SET entries = 7 WHERE number = 2", AuditFault.signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET root = previous WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET sealed_at = sealed_at - 1 WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET gaps = '8' WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET marks = root WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET signature = root WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET to_seq = 13 WHERE number = 2", .signatureWrong(seal: 2)),
            ("UPDATE audit_seal SET key_name = '9-abcdef' WHERE number = 2", .unknownKey(seal: 2, name: "9-abcdef")),
            ("UPDATE audit_seal SET previous = root WHERE number = 2", .unfollowing(seal: 2)),
            ("UPDATE audit_seal SET from_seq = 8 WHERE number = 2", .unfollowing(seal: 2)),
            ("DELETE FROM audit_seal WHERE number = 2", .unfollowing(seal: 3)),
            ("DELETE FROM audit_seal WHERE number = 1", .unfollowing(seal: 2)),
        ])
    func seals(sql: String, fault: AuditFault) async throws {
        try await Record.with(20, sealedBy: 6) { record in
            try await record.tamper(sql)
            #expect(try await record.fault() == fault)
        }
    }

    @Test("a seal signed with a key of somebody else's is not believed")
    func otherKeys() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let finding = try await AuditTrail.verify(record.engine, keys: KeyRing())
            guard case .broken(.unknownKey(seal: 1, _)) = finding else {
                Issue.record("a strange key was believed: \(finding)")
                return
            }
        }
    }

    @Test("an entry that waits for its seal is checked against its own hash")
    func unsealed() async throws {
        try await Record.with(4) { record in
            try await record.tamper("UPDATE audit_entry SET action = 'x' WHERE seq = 4")
            #expect(try await record.fault() == .changed(entry: 4))
        }
    }
}
