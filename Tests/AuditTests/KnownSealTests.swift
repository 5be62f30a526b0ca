import Foundation
import TestSupport
import Testing

@testable import Audit

/// Twenty entries in seals of six: 1 to 6, 7 to 12, 13 to 18, 19 to 20.
@Suite("A seal that was written down shows later whether the record still holds it")
struct KnownSealTests {
    /// The newest seal as `footbridge audit verify` prints it.
    private func writtenDown(of record: Record) async throws -> String {
        guard case .intact(let extent) = try await record.verify(), let newest = extent.newest else { return "" }
        return "\(newest.number):\(newest.fingerprint.hex)"
    }

    @Test("as long as it is there nothing is wrong, however much was written since")
    func held() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let text = try await writtenDown(of: record)
            let known = try #require(KnownSeal(text))
            #expect(try await record.fault(of: known) == nil)
            try await record.write(5)
            try await record.seal()
            #expect(try await record.fault(of: known) == nil)
        }
    }

    @Test("seals and entries that were taken off the end together are missed, which nothing else would show")
    func takenOff() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let text = try await writtenDown(of: record)
            let known = try #require(KnownSeal(text))
            try await record.tamper(
                "DELETE FROM audit_entry WHERE seq > 18", "DELETE FROM audit_seal WHERE number = 4")
            #expect(try await record.fault() == nil)
            #expect(try await record.fault(of: known) == .takenOff(seal: 4))
        }
    }

    @Test("a record that was emptied is intact for itself, and not for whoever wrote a seal down")
    func emptied() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let text = try await writtenDown(of: record)
            let known = try #require(KnownSeal(text))
            try await record.tamper("DELETE FROM audit_entry", "DELETE FROM audit_seal")
            #expect(try await record.fault() == nil)
            #expect(try await record.fault(of: known) == .takenOff(seal: 4))
        }
    }

    @Test("an end that was written and sealed anew, with the installation's own keys, is another")
    func another() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let text = try await writtenDown(of: record)
            let known = try #require(KnownSeal(text))
            try await record.tamper(
                "DELETE FROM audit_entry WHERE seq > 18", "DELETE FROM audit_seal WHERE number = 4")
            try await record.write(2)
            try await record.seal()
            #expect(try await record.fault() == nil)
            #expect(try await record.fault(of: known) == .anotherSeal(seal: 4))
        }
    }

    @Test("what is wrong before the seal is found without it")
    func broken() async throws {
        try await Record.with(20, sealedBy: 6) { record in
            let text = try await writtenDown(of: record)
            let known = try #require(KnownSeal(text))
            try await record.tamper("DELETE FROM audit_entry WHERE seq = 9")
            #expect(try await record.fault(of: known) == nil)
            #expect(try await record.fault() == .missing(entry: 9))
        }
    }

    @Test("it is read as it was printed, with the space that follows the colon there, and in capitals")
    func typed() throws {
        let hash = String(repeating: "9f", count: 32)
        let known = try #require(KnownSeal("12:\(hash)"))
        #expect(known.number == 12 && known.fingerprint.hex == hash)
        #expect(KnownSeal("12: \(hash.uppercased())") == known)
    }

    @Test("anything else is no seal", arguments: ["", "12", "12:", ":9f", "12:9f3a", "0:", "-1:", "one:", "1:2:"])
    func mistyped(text: String) {
        #expect(KnownSeal(text) == nil)
        // Nor with a hash of the right length, where the number is wrong.
        let whole = text + String(repeating: "9f", count: 32)
        if !text.hasPrefix("12") { #expect(KnownSeal(whole) == nil) }
    }
}
