import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Audit

@Suite("The proof that one entry is in the record")
struct ProofTests {
    private func proof(_ seq: Int, _ record: Record) async throws -> AuditProof {
        try await record.engine.read { try AuditTrail.proof(of: seq, keys: record.keys, in: $0) }
    }

    @Test("holds for every entry of seals of every shape, written down and read again", arguments: 1...9)
    func accepted(most: Int) async throws {
        try await Record.with(9, sealedBy: most) { record in
            for seq in 1...9 {
                let written = try await proof(seq, record).json()
                try JSONDecoder().decode(AuditProof.self, from: written).check()
            }
        }
    }

    @Test("is refused with any byte of it changed")
    func mutated() async throws {
        try await Record.with(11, sealedBy: 11) { record in
            let written = try await proof(7, record).json()
            for place in written.indices where !" \n".utf8.contains(written[place]) {
                for mask: UInt8 in [1, 2, 32] {
                    var other = written
                    other[place] ^= mask
                    let holds = Result { try JSONDecoder().decode(AuditProof.self, from: other).check() }
                    if case .success = holds { Issue.record("byte \(place) can be changed to \(other[place])") }
                }
            }
        }
    }

    @Test("shows no other entry, and no salt but its own")
    func others() async throws {
        try await Record.with(5, sealedBy: 5) { record in
            let text = String(decoding: try await proof(3, record).json(), as: UTF8.self)
            #expect(text.contains("thing-2"))
            for other in [0, 1, 3, 4] { #expect(!text.contains("thing-\(other)")) }
            let rows = try await record.engine.read { try $0.rows("SELECT salt, hash FROM audit_entry WHERE seq <> 3") }
            for row in rows {
                let (salt, hash): (Data, String) = (try row("salt"), try row("hash"))
                #expect(!text.contains(Hex.text(salt)) && !text.contains(hash))
            }
        }
    }

    @Test("is refused where another key should have signed")
    func signer() async throws {
        try await Record.with(2, sealedBy: 2) { record in
            let proof = try await proof(1, record)
            try proof.check(signer: proof.publicKey)
            #expect(throws: ProofRefusal.otherSigner) { try proof.check(signer: String(repeating: "0", count: 64)) }
        }
    }

    @Test("is not made for an entry that waits for its seal, that is not there, or that was changed")
    func none() async throws {
        try await Record.with(2, sealedBy: 2) { record in
            try await record.write(1)
            await #expect(throws: NotFound.self) { try await proof(3, record) }
            await #expect(throws: NotFound.self) { try await proof(4, record) }
            try await record.tamper("UPDATE audit_entry SET action = 'x' WHERE seq = 2")
            await #expect(throws: AuditFault.changed(entry: 2)) { try await proof(2, record) }
        }
    }
}
