import Foundation
import Students
import TestSupport
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

    /// What was sent by a yes, and Sam has read.
    private func readBySam(_ bridge: Bridge) async throws -> (ConsentID, ExchangeID) {
        let consent = try await consent(bridge)
        let id = try await bridge.send(consent: consent)
        _ = try await bridge.store.exchange(id, as: bridge.sam)
        return (consent, id)
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
            let (consent, id) = try await readBySam(bridge)
            bridge.clock.advance(by: 600)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.store.exchange(id, as: bridge.sam).disclosure != nil)
            #expect(try await bridge.store.exchange(id, as: bridge.ana).disclosure == nil)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.map(\.studentName) == ["Mia Lund"])
            #expect(try await bridge.store.inbox(.team, as: bridge.ana).rows.map(\.studentName) == [nil])
            #expect(try await bridge.store.about("Lund", as: bridge.sam).map(\.id) == [id])
            #expect(try await bridge.store.about("Lund", as: bridge.ana).isEmpty)
            let sender = try await bridge.store.exchange(id, as: bridge.nurse)
            #expect(sender.timeline.contains { $0.event.kind == .consentWithdrawn })
        }
    }

    @Test("nothing runs or climbs any more, nothing but closing is offered, and any of the team closes")
    func standsStill() async throws {
        try await Bridge.open { bridge in
            let consent = try await consent(bridge)
            for isAcknowledged in [true, false] {
                let id = try await bridge.send(consent: consent)
                _ = try await bridge.store.exchange(id, as: bridge.sam)
                if isAcknowledged { try await bridge.store.acknowledge(id, by: bridge.sam) }
            }
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            bridge.clock.advance(by: 6 * 86_400)
            #expect(try await bridge.sweeper.sweep(at: bridge.clock.now) == 0)
            #expect(try await bridge.store.inbox(.overdue, as: bridge.ana).rows.isEmpty)
            let rows = try await bridge.store.inbox(.team, as: bridge.ana).rows
            #expect(rows.count == 2)
            for id in rows.map(\.id) {
                let record = try await bridge.store.exchange(id, as: bridge.ana)
                #expect(record.possible == [.closed])
                #expect(record.state.clocks.filter(\.isRunning).map(\.clock) == [.closed])
                for (name, act) in DenialTests.acts
                where DenialTests.answering.contains(name) && name != "acknowledge" && name != "answer" {
                    await #expect(throws: Conflict.self, "\(name)") { try await act(bridge, id, bridge.sam) }
                }
                await #expect(throws: Conflict.self) {
                    try await bridge.store.write("x", in: id, key: "k", by: bridge.nurse)
                }
                try await bridge.store.close(id, .consentWithdrawn, words: nil, by: bridge.ana)
                #expect(try await bridge.state(id).outcome == .consentWithdrawn)
            }
            let ledger = try await bridge.store.ledger(.recent(at: bridge.clock.now), as: bridge.manager)
            #expect(ledger.total == 2 && ledger.counts.values.allSatisfy { $0 == 0 })
        }
    }

    @Test(
        "nobody is asked to phone about it any more; the sender, who is left with the student, sees so until they look")
    func call() async throws {
        try await Bridge.open(at: TestTime.fridayNight) { bridge in
            let consent = try await consent(bridge)
            let id = try await bridge.send(bridge.notice(.presentation, .immediately), consent: consent)
            let record = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(record.state.owesCall(record.facts))
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).map(\.id) == [id])
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.state(id).owesCall(record.facts) == false)
            let waiting = try await bridge.store.waitingForSender(as: bridge.nurse)
            #expect(waiting.map(\.id) == [id] && waiting.map(\.awaitsReply) == [false])
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            _ = try await bridge.store.exchange(id, isThreadShown: true, as: bridge.nurse)
            #expect(try await bridge.store.waitingForSender(as: bridge.nurse).isEmpty)
        }
    }

    @Test("for the sender's team it waits until one of them has looked, or the recipient has closed it")
    func team() async throws {
        try await Bridge.open { bridge in
            let (consent, id) = try await readBySam(bridge)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.unread(for: bridge.colleague) == [id])
            try await bridge.store.close(id, .consentWithdrawn, words: nil, by: bridge.sam)
            #expect(try await bridge.unread(for: bridge.colleague).isEmpty)
        }
    }

    @Test("what somebody had taken who leaves afterwards goes back to the team; it can be given to nobody")
    func departure() async throws {
        try await Bridge.open { bridge in
            let (consent, id) = try await readBySam(bridge)
            try await bridge.store.acknowledge(id, taking: true, by: bridge.sam)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            let membership = try #require(bridge.sam.membershipID)
            try await bridge.store.endRole(membership, givingTo: bridge.ana.accountID, by: bridge.manager)
            #expect(try await bridge.state(id).assigneeID == nil)
        }
    }

    @Test("what ended too late stays late on record, although the student withdraws afterwards")
    func endedLate() async throws {
        try await Bridge.open { bridge in
            let (consent, id) = try await readBySam(bridge)
            bridge.clock.advance(by: 30 * 86_400)
            try await bridge.store.decline(id, .init(.notOurStudent, redirect: "Not known"), by: bridge.sam)
            let before = try await bridge.state(id).clocks.first { $0.clock == .closed }
            let twoDays: TimeInterval = 2 * 86_400
            #expect(before?.lateness(at: bridge.clock.now) == twoDays)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.state(id).clocks.first { $0.clock == .closed } == before)
        }
    }

    @Test("what had ended is opened again by nobody, and a message on it waits for no reader who may not read it")
    func endedBefore() async throws {
        try await Bridge.open { bridge in
            let consent = try await consent(bridge)
            let id = try await bridge.declinedWithMessage(consent: consent)
            try await bridge.leave("account_id = \(bridge.sam.accountID)")
            #expect(try await bridge.waiting(for: bridge.ana) == [id])
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            #expect(try await bridge.waiting(for: bridge.ana).isEmpty)
            for actor in [bridge.nurse, bridge.ana, bridge.manager] {
                #expect(try await !bridge.store.exchange(id, as: actor).possible.contains(.reopened))
                let refused = Conflict("The student has withdrawn consent, so this is not opened again.")
                await #expect(throws: refused) { try await bridge.store.reopen(id, note: "x", by: actor) }
            }
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange_clock") == 0)
        }
    }

    @Test("opening the empty shell afterwards is no reading")
    func shell() async throws {
        try await Bridge.open { bridge in
            let (consent, id) = try await readBySam(bridge)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            for actor in [bridge.ana, bridge.manager] { _ = try await bridge.store.exchange(id, as: actor) }
            let mine = try await bridge.store.exchanges(aboutMe: bridge.studentHerself)[0]
            #expect(mine.seenBy.map(\.name) == ["Sam Reed"] && mine.lookedAtBy.isEmpty)
            let shells = try await bridge.count(
                "SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'exchange.shellRead'")
            #expect(shells == 2)
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

    @Test("what was overdue stays so on record, by how much until consent was withdrawn")
    func overdueBefore() async throws {
        try await Bridge.open { bridge in
            let (consent, id) = try await readBySam(bridge)
            try await bridge.store.acknowledge(id, by: bridge.sam)
            let due = try #require(try await bridge.state(id).deadlines?.contacted)
            bridge.clock.advance(by: due.timeIntervalSince(bridge.clock.now) + 7200)
            _ = try await bridge.sweeper.sweep(at: bridge.clock.now)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            bridge.clock.advance(by: 86_400)
            var filter = LedgerFilter.recent(at: bridge.clock.now)
            filter.finding = .overdue
            let row = try await bridge.store.ledger(filter, as: bridge.manager).rows.first
            #expect(row?.lateness == [Lateness(.contacted, 7200, until: .withdrawal)])
        }
    }

    @Test("what was in time when consent was withdrawn is late by nothing")
    func inTime() async throws {
        try await Bridge.open { bridge in
            let (consent, _) = try await readBySam(bridge)
            try await bridge.store.withdrawConsent(consent, by: bridge.studentHerself)
            bridge.clock.advance(by: 6 * 86_400)
            let rows = try await bridge.store.ledger(.recent(at: bridge.clock.now), as: bridge.manager).rows
            #expect(rows.map(\.lateness) == [[]])
        }
    }
}
