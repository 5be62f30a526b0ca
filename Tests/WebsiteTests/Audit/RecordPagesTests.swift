import Audit
import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("What everybody may know of the sealed record")
struct RecordPagesTests {
    @Test("before the first seal the page says so, and shows the key that will sign")
    func empty() async throws {
        try await TestSite.with { site in
            let page = try await site.stranger.get("/record")
            let key = try #require(site.ground.keys.verifyingKeys.first)
            #expect(page.status == 200)
            #expect(page.says("Nothing has been sealed yet") && page.says(Hex.text(key.bytes)))
        }
    }

    @Test("a stranger finds the newest seal and every key that signs or signed, and with them can check a proof")
    func sealed() async throws {
        try await TestSite.with { site in
            _ = try await site.visitor(.operator)
            try await seal(site)
            let old = try #require(site.ground.keys.verifyingKeys.first)
            let new = try site.ground.keys.addSigningKey()
            let newest = try #require(try await site.ground.engine.read { try AuditTrail.newestSeal(in: $0) })
            let page = try await site.stranger.get("/record")
            #expect(page.says(newest.fingerprint.hex) && page.says(old.name) && page.says(new))
            #expect(page.says("Robin Test") == false)
            let keys = try await site.stranger.get("/record/keys.json")
            let known = try JSONDecoder().decode(Known.self, from: Data(keys.body.utf8))
            #expect(known.signing == new && known.keys.count == 2)
            #expect(known.newestSeal.number == newest.number && known.newestSeal.hash == newest.fingerprint.hex)
            let ring = site.ground.keys
            let proof = try await site.ground.engine.read { try AuditTrail.proof(of: 1, keys: ring, in: $0) }
            try proof.check(signer: known.keys[old.name])
            #expect(throws: ProofRefusal.otherSigner) { try proof.check(signer: known.keys[new]) }
        }
    }

    /// On PostgreSQL what others do on the same server can hold a round up.
    private func seal(_ site: TestSite) async throws {
        while try await site.ground.engine.read({ try AuditTrail.newestSeal(in: $0) }) == nil {
            await site.installation.rounds.sealing.round()
        }
    }

    private struct Known: Decodable {
        let keys: [String: String]
        let signing: String
        let newestSeal: Seal

        struct Seal: Decodable {
            let number: Int
            let hash: String
        }
    }
}
