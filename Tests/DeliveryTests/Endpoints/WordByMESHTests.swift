import FHIR
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("Word of later events by MESH")
struct WordByMESHTests {
    /// A trust whose record system has a mailbox, sent the message `bundle-7`, and hears nothing over HTTPS.
    private func with(_ body: (Bridge) async throws -> Void) async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.endPage()
            try await bridge.hasMailbox()
            try await bridge.cameOfMessage("bundle-7")
            try await body(bridge)
            #expect(listener.heard.isEmpty)
        }
    }

    private func go(_ bridge: Bridge) async throws {
        _ = try await bridge.round(by: EndpointLine(allowsPrivate: true), hasMESH: true).go()
    }

    @Test("is owed to the mailbox of the system that sent the message, for each event of the sender's, in its order")
    func owed() async throws {
        try await with { bridge in
            let topics = EndpointTopic.allCases.filter { $0.sides.contains(.sender) }
            for topic in EndpointTopic.allCases {
                for _ in 0..<2 { try await bridge.post(topic.rawValue, to: bridge.trust) }
                bridge.clock.advance(by: 1)
            }
            try await go(bridge)
            let owed = try await bridge.owedByMESH()
            #expect(owed.map(\.topic) == topics.map(\.rawValue))
            #expect(owed.allSatisfy { $0.recipient == .mesh(bridge.trust) && $0.isUrgent })
        }
    }

    @Test("says what an endpoint would be told, in good FHIR, and the same at each try")
    func content() async throws {
        try await with { bridge in
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            try await go(bridge)
            let delivery = try #require(try await bridge.owedByMESH().first)
            let texts = try await bridge.engine.read { database in
                try (0..<2).map { _ in
                    try EndpointMessage.content(of: delivery, publicAddress: Bridge.publicAddress, in: database)
                }
            }
            let content = try #require(texts[0])
            #expect(texts[1] == content)
            let text = String(decoding: content, as: UTF8.self)
            #expect(text.contains("\"identifier\":\"bundle-7\"") && text.contains("\"code\":\"closed\""))
            #expect(text.contains("supportInPlace") && text.contains("\"id\":\"\(delivery.id)\""))
            #expect(text.contains("FB-7K3M-92") && !text.contains("destination"))
            #expect(try FHIRDefinitions.r4().faults(in: try JSONText.read(content)) == [])
        }
    }

    @Test(
        "goes to an endpoint instead where one hears of it: the organisation's own, or one that this system subscribed")
    func endpoints() async throws {
        for isOwn in [true, false] {
            try await Bridge.with([200]) { bridge, listener in
                if !isOwn {
                    try await bridge.endPage()
                    try await bridge.subscribe("mine", of: bridge.trust, team: bridge.team, by: bridge.system)
                }
                try await bridge.hasMailbox()
                try await bridge.cameOfMessage("bundle-7")
                try await bridge.post("exchange.acknowledged", to: bridge.trust)
                let line = EndpointLine(allowsPrivate: true, authority: listener.certificate)
                #expect(try await bridge.round(by: line, hasMESH: true).go() == 1)
                #expect(try await bridge.owedByMESH().isEmpty)
            }
        }
    }

    @Test(
        "goes by MESH where only another system listens, or the system asked for other exchanges, said it is gone, or has ended it"
    )
    func instead() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.endPage()
            try await bridge.hasMailbox()
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.subscribe("theirs", of: bridge.trust, team: bridge.team)
            try await bridge.subscribe(
                "other", of: bridge.trust, team: bridge.team, requester: bridge.university, by: bridge.system)
            let gone = try await bridge.subscribe("gone", of: bridge.trust, team: bridge.team, by: bridge.system)
            try await bridge.engine.write { try $0.execute("UPDATE endpoint SET gone_at = 1 WHERE id = \(gone)") }
            try await bridge.subscribe(
                "over", of: bridge.trust, team: bridge.team, by: bridge.system, until: bridge.clock.now)
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            let line = EndpointLine(allowsPrivate: true, authority: listener.certificate)
            #expect(try await bridge.round(by: line, hasMESH: true).go() == 1)
            #expect(listener.heard.map(\.path) == ["/theirs"])
            #expect(try await bridge.owedByMESH().map(\.topic) == ["exchange.acknowledged"])
        }
    }

    @Test("is owed, without a word in it, while the mailbox waits to be confirmed")
    func unconfirmed() async throws {
        try await Bridge.with([200]) { bridge, _ in
            try await bridge.endPage()
            try await bridge.hasMailbox(confirmed: false)
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            try await go(bridge)
            #expect(try await bridge.owedByMESH().map(\.topic) == ["exchange.acknowledged"])
            #expect(try await bridge.count("content_sealed IS NOT NULL OR mesh_mailbox IS NOT NULL") == 0)
        }
    }

    @Test("goes to nobody who was shut out, or who sent no message")
    func strangers() async throws {
        for (revoked, sent) in [(true, true), (false, false)] {
            try await Bridge.with([200]) { bridge, _ in
                try await bridge.endPage()
                try await bridge.hasMailbox(revoked: revoked)
                if sent { try await bridge.cameOfMessage("bundle-7") }
                try await bridge.post("exchange.acknowledged", to: bridge.trust)
                try await go(bridge)
                #expect(try await bridge.owedByMESH().isEmpty)
            }
        }
    }

    @Test("is not owed of what is the other side's, nor where this installation has no mailbox")
    func others() async throws {
        try await with { bridge in
            try await bridge.post("exchange.acknowledged", to: bridge.university)
            try await bridge.post("exchange.acknowledged", to: bridge.elsewhere)
            try await go(bridge)
            #expect(try await bridge.owedByMESH().isEmpty)
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            _ = try await bridge.round.go()
            #expect(try await bridge.owedByMESH().isEmpty)
        }
    }
}
