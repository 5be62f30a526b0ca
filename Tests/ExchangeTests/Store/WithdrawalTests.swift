import Foundation
import Students
import Testing
import Vocabulary

@testable import Exchange

@Suite("A student withdraws consent")
struct WithdrawalTests {
    private func consent(_ bridge: Bridge) async throws -> ConsentID {
        let (now, keys, nurse, student) = (bridge.clock.now, bridge.keys, bridge.nurse, bridge.student)
        let recipient = SharingRecipient(organisation: bridge.university, service: bridge.wellbeing)
        let yes = NewConsent(to: recipient, for: nil, .given, categories: [.contactHappened, .riskSummary])
        return try await bridge.engine.write { database in
            try StudentsStore.recordConsent(yes, of: student, by: nurse, at: now, keys: keys, in: database).id
        }
    }

    @Test("what nobody has read is recalled; what was read is marked and every reader told")
    func both() async throws {
        try await Bridge.open { bridge in
            let consent = try await consent(bridge)
            let unread = try await bridge.send(consent: consent)
            let read = try await bridge.send(consent: consent)
            let other = try await bridge.send()
            for reader in [bridge.sam, bridge.ana] { _ = try await bridge.store.exchange(read, as: reader) }
            bridge.clock.advance(by: 600)
            let done = try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(done == Withdrawal(recalled: [unread], marked: [read]))
            #expect(try await bridge.state(unread).status == .recalled)
            #expect(try await bridge.state(read).consentWithdrawnAt == bridge.clock.now)
            #expect(try await bridge.state(other).consentWithdrawnAt == nil)
            let told = Set(try await bridge.outbox("exchange.consentWithdrawn").compactMap(\.account))
            #expect(told.isSuperset(of: [bridge.sam, bridge.ana, bridge.nurse].compactMap(\.accountID)))
        }
    }

    @Test("who had read it may look it up again, nobody else begins to, and the sender sees that it was withdrawn")
    func afterwards() async throws {
        try await Bridge.open { bridge in
            let consent = try await consent(bridge)
            let id = try await bridge.send(consent: consent)
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            bridge.clock.advance(by: 600)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.store.exchange(id, as: bridge.sam).disclosure != nil)
            #expect(try await bridge.store.exchange(id, as: bridge.ana).disclosure == nil)
            let sender = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(sender.timeline.contains { $0.event.kind == .consentWithdrawn })
        }
    }

    @Test("another student's consent is not theirs to withdraw, and nothing changes")
    func foreign() async throws {
        try await Bridge.open { bridge in
            let consent = try await consent(bridge)
            let id = try await bridge.send(consent: consent)
            let other = Actor(
                accountID: .init(at: bridge.clock.now), organisationID: nil, role: .student,
                personID: .init(at: bridge.clock.now), name: "Other")
            await #expect(throws: NotFound.self) { try await bridge.store.withdrawConsent(consent, by: other) }
            #expect(try await bridge.state(id).status == .sent)
        }
    }
}
