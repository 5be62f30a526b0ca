import Accounts
import Database
import Directory
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("A message that does not say what happened")
struct UnsaidKindTests {
    @Test("goes at once as what the team chose in advance, in the words for that")
    func chosen() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            let id = try #require(try await bridge.hand(in: nil, from: system).sent)
            #expect(try await bridge.kind(of: id) == .presentation)
            let audited = try await bridge.count(
                """
                SELECT COUNT(*) AS count FROM audit_entry WHERE action = 'message.received'
                    AND detail LIKE '%presentation%'
                """)
            #expect(audited == 1)
            let told = try await bridge.store.exchange(id, as: bridge.nurse).disclosure?.contents ?? []
            #expect(told.contains { $0.text.hasPrefix("Presentation at A&E, Crisis team") })
        }
    }

    @Test("waits where the team chose nothing, and says that it is not clear what happened")
    func unchosen() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: nil)
            #expect(try await bridge.hand(in: nil, from: system).reasons == [.eventUnclear])
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 0)
        }
    }

    @Test("waits for any other doubt, as one that says it does")
    func doubtful() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            #expect(try await bridge.hand(in: nil, by: nil, from: system).reasons == [.senderNotNamed])
            let untimed = try await bridge.hand(in: nil, hoursAgo: nil, from: system)
            #expect(untimed.reasons == [.timeUnclear])
            let old = try await bridge.hand(in: nil, hoursAgo: 73, from: system)
            #expect(old.reasons == [.longAgo])
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 0)
        }
    }

    @Test("waits for a person where the team of its record system has closed, whatever it says")
    func closedTeam() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            try await bridge.close(bridge.crisisTeam, by: bridge.trustManager)
            for kind in [nil, ExchangeKind.crisisContact] {
                #expect(try await bridge.hand(in: kind, from: system).reasons == [.noInstruction])
            }
            #expect(try await bridge.outbox("incoming.stranded").map(\.organisation) == [bridge.trust, bridge.trust])
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 0)
        }
    }

    @Test("lends what was chosen to no message that says what happened")
    func said() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            let id = try #require(try await bridge.hand(in: .crisisContact, from: system).sent)
            #expect(try await bridge.kind(of: id) == .crisisContact)
            #expect(try await bridge.hand(in: .discharge, hoursAgo: 2, from: system).reasons == [.checklistOpen])
        }
    }

    @Test("waits where the university was told already, by a message that said it or by one that did not")
    func told() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .presentation)
            #expect(try await bridge.hand(in: nil, hoursAgo: 1, from: system).sent != nil)
            #expect(try await bridge.hand(in: nil, hoursAgo: 1, from: system).reasons == [.alreadyTold])
            #expect(try await bridge.hand(in: .presentation, hoursAgo: 1, from: system).reasons == [.alreadyTold])
            #expect(try await bridge.hand(in: .admission, hoursAgo: 1, from: system).reasons == [.alreadyTold])
            #expect(try await bridge.hand(in: .presentation, hoursAgo: 2, from: system).sent != nil)
            #expect(try await bridge.hand(in: nil, hoursAgo: 2, from: system).reasons == [.alreadyTold])
            #expect(try await bridge.hand(in: .crisisContact, hoursAgo: 3, from: system).sent != nil)
            #expect(try await bridge.hand(in: nil, hoursAgo: 3, from: system).reasons == [.alreadyTold])
            #expect(try await bridge.hand(in: nil, hoursAgo: 4, from: system).sent != nil)
        }
    }

    @Test("is called back by its system like any other, while nobody has read it")
    func cancelled() async throws {
        try await Bridge.open { bridge in
            let system = try await bridge.deciding(unsaid: .admission)
            let id = try #require(try await bridge.hand(in: nil, focus: "referral", from: system).sent)
            let receipt = try await bridge.incoming.cancel(
                Cancellation(focusHash: "referral", isMistake: false), request: "b", contentHash: "b", from: system)
            let reference = try await bridge.store.exchange(id, as: bridge.nurse).facts.reference
            guard case .cancelled(let outcome) = receipt else { throw NotFound("cancellation") }
            #expect(outcome.effect == .recalled(reference: reference) && outcome.exchangeID == id)
            #expect(try await bridge.state(id).status == .recalled)
        }
    }

    @Test("is decided about by the manager of its organisation; the choice is kept and audited, and can be ended")
    func kept() async throws {
        try await Bridge.open { bridge in
            let (incoming, manager) = (bridge.incoming, bridge.trustManager)
            let system = try await bridge.deciding(unsaid: .admission).id
            #expect(try await incoming.instruction(for: system, as: manager)?.unsaidKind == .admission)
            let audited = try await bridge.count(
                """
                SELECT COUNT(*) AS count FROM audit_entry
                WHERE action = 'record_system.instructed' AND detail LIKE '%admission%'
                """)
            #expect(audited == 1)
            await #expect(throws: NotFound.self) { try await incoming.instruct(nil, for: system, by: bridge.manager) }
            await #expect(throws: Forbidden.self) { try await incoming.instruct(nil, for: system, by: bridge.nurse) }
            try await incoming.instruct(nil, for: system, by: manager)
            #expect(try await incoming.instruction(for: system, as: manager) == nil)
        }
    }

    @Test("cannot be chosen to be what has a checklist")
    func checklist() {
        #expect(StandingInstruction.unsaidKinds == [.presentation, .crisisContact, .admission])
        do {
            _ = try StandingInstruction(urgency: nil, request: .awarenessOnly, unsaidKind: .discharge)
            Issue.record("A discharge was taken.")
        } catch { #expect(error.faults.map(\.field) == ["urgency", "unsaidKind"]) }
    }
}

extension Bridge {
    var incoming: IncomingStore { IncomingStore(engine: engine, keys: keys, clock: clock) }

    /// A record system whose messages go at once, and the student, who wants that for their university.
    func deciding(unsaid kind: ExchangeKind?) async throws -> RecordSystem {
        let (id, number) = (RecordSystemID(at: clock.now), "9990000018")
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO record_system (id, organisation_id, service_id, name, key_set, scopes, registered_by,
                    registered_at)
                VALUES (\(id), \(trust), \(crisisTeam), 'Crisis team record', '{"keys":[]}', 'system/Bundle.c',
                    \(trustManager.accountID), \(clock.now))
                """)
            try database.execute(
                """
                UPDATE person SET nhs_number_index = \(keys.blindIndex(number, "person.nhs_number")),
                    nhs_number_sealed = \(keys.seal(number, "person.nhs_number")) WHERE id = \(student)
                """)
        }
        try await StudentsStore(engine: engine, keys: keys, clock: clock).decideInAdvance(
            .all, for: SharingRecipient(organisation: university, service: wellbeing), withoutAsking: true,
            by: studentHerself)
        let instruction = try StandingInstruction(
            urgency: .within48Hours, request: .checkInWithin48Hours, unsaidKind: kind)
        try await incoming.instruct(instruction, for: id, by: trustManager)
        return try #require(try await RecordSystemStore(engine: engine, clock: clock).system(id))
    }

    /// Hands in a message about the student; each is another.
    func hand(
        in kind: ExchangeKind?, hoursAgo: Double? = 1, by sender: String? = "Ola Byrne", focus: String? = nil,
        from system: RecordSystem
    ) async throws -> IncomingStore.Receipt {
        let notice = IncomingNotice(
            kind: kind, happenedAt: hoursAgo.map { clock.now - $0 * 3600 }, nhsNumber: try NHSNumber("9990000018"),
            givenName: "Mia", familyName: "Lund", birthDate: CalendarDate(year: 2006, month: 3, day: 9),
            providerID: university, senderName: sender, texts: [:])
        return try await incoming.receive(
            notice, request: UUID().uuidString, contentHash: UUID().uuidString, focusHash: focus, from: system)
    }

    fileprivate func kind(of id: ExchangeID) async throws -> ExchangeKind {
        let keys = keys
        return try await engine.read { try ExchangeFile.take(id, keys: keys, in: $0).facts.kind }
    }
}

extension IncomingStore.Receipt {
    /// What left; `nil` where nothing did.
    var sent: ExchangeID? { if case .sent(let sent) = self { sent.exchangeID } else { nil } }

    /// Why it waits; `nil` where it does not.
    var reasons: [HeldReason]? { if case .held(_, let reasons) = self { reasons } else { nil } }
}
