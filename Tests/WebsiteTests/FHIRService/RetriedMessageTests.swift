import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

/// Until the UUIDs by which a bundle knows its entries were left out, the hash of a content held them. Another version may
/// reckon it in yet another way.
@Suite("A message that is tried again after an upgrade")
struct RetriedMessageTests {
    /// Where one of these differs, retries across the upgrade are no longer known: what `contentHash` was has to be added to
    /// `formerHashes`.
    @Test("has the hashes that earlier versions kept")
    func hashes() throws {
        let message = try Message(try JSONText.read(Data(TestMessage().text.utf8)))
        #expect(message.contentHash == "3e7d6dce0f4cca36e6bd15f71875a510a50b7f63dccf0e49a6ba1cc6aa2ea857")
        #expect(message.formerHashes == ["a9dad74222d0f1b9d39829bc92155c85540451d9589e80853993de05e0ac41b3"])
    }

    @Test("is a duplicate under the same id, and recognised under another; other content is still refused")
    func news() async throws {
        try await ConnectedSystem.with { system in
            let (message, request) = (TestMessage(), UUID().uuidString)
            _ = try await system.post(message.text, request: request)
            try await system.keepAsFormerly(message)
            let again = try await system.post(message.text, request: request)
            #expect(again.status == 409 && again.body.contains("duplicate"))
            #expect(try await system.post(message.text).body.contains("\"recognised\""))
            var other = message
            other.reason = "Feels worse"
            let refused = try await system.post(other.text, request: request)
            #expect(refused.status == 409 && !refused.body.contains("duplicate"))
        }
    }

    @Test("tells nobody twice, where it left by itself before")
    func sent() async throws {
        try await ConnectedSystem.deciding(.all) { system, _ in
            _ = try await system.post(TestMessage.aboutMia.text)
            try await system.keepAsFormerly(.aboutMia)
            #expect(try await system.post(TestMessage.aboutMia.text).body.contains("\"recognised\""))
            _ = try await system.onlyExchange()
        }
    }

    @Test("is known again where it changes something, or takes it back", arguments: ["finished", "cancelled"])
    func change(_ status: String) async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.post(TestMessage().text)
            var change = TestMessage.cancelling(TestMessage(), status)
            (change.reason, change.id) = ("Feels worse", UUID().uuidString.lowercased())
            let request = UUID().uuidString
            system.site.clock.advance(by: 1)
            #expect(try await system.post(change.text, request: request).status == 200)
            try await system.keepAsFormerly(change)
            #expect(try await system.post(change.text, request: request).body.contains("duplicate"))
            #expect(try await system.post(change.text).body.contains("\"recognised\""))
        }
    }
}

extension ConnectedSystem {
    /// Makes what stands for the content what the version before would have kept.
    fileprivate func keepAsFormerly(_ message: TestMessage) async throws {
        let read = try Message(try JSONText.read(Data(message.text.utf8)))
        let (now, former) = (read.contentHash, try #require(read.formerHashes.last))
        let changed = try await site.ground.engine.write { database in
            try database.changes(
                """
                UPDATE incoming_message SET content_hash = \(former) WHERE content_hash = \(now)
                """)
        }
        #expect(changed == 1)
    }
}
