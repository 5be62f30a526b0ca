import Audit
import Database
import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("Sending a notice")
struct SendingTests {
    @Test("one transaction writes the exchange, what was decided on, its events, its clock, audit and outbox")
    func everything() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            #expect(try await bridge.events(id).map(\.kind) == [.drafted, .sent])
            #expect(
                try await bridge.count("SELECT COUNT(*) AS count FROM exchange_content WHERE exchange_id = \(id)") == 2)
            #expect(
                try await bridge.count("SELECT COUNT(*) AS count FROM exchange_clock WHERE exchange_id = \(id)") == 1)
            let told = try await bridge.outbox("exchange.sent")
            #expect(told.map(\.organisation) == [bridge.university])
            #expect(told.map(\.account) == [bridge.sam.accountID])
            let audit =
                "SELECT COUNT(*) AS count FROM audit_entry WHERE subject_id = \(id) AND action = 'exchange.sent'" as SQL
            #expect(try await bridge.count(audit) == 1)
        }
    }

    @Test("the same key sent twice is one notice, told once")
    func twice() async throws {
        try await Bridge.open { bridge in
            let notice = bridge.notice(key: "double click")
            let first = try await bridge.send(notice)
            var again = notice
            again.id = ExchangeID(at: bridge.clock.now)
            #expect(try await bridge.send(again) == first)
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 1)
            #expect(try await bridge.outbox("exchange.sent").count == 1)
        }
    }

    @Test("a reference that another notice has is drawn again")
    func reference() async throws {
        try await Bridge.open { bridge in
            let first = try await bridge.send()
            let (notice, now, keys, nurse) = (bridge.notice(), bridge.clock.now, bridge.keys, bridge.nurse)
            let drawn = try await bridge.engine.write { database -> [String] in
                let taken = try ExchangeFile.take(first, keys: keys, in: database).facts.reference
                let free = Reference.random()
                var offered = [Reference(typed: taken), free].compactMap(\.self)
                let team = try bridge.recipientTeam(at: notice.provider, in: database)
                let permit = SharingPermit(decisionID: .init(at: now), categories: Set(notice.contents.keys))
                let sending = try Sending(notice, permit, team, by: nurse, at: now)
                let facts = try sending.insert(keys: keys, references: { offered.removeFirst() }, in: database)
                return [facts?.reference ?? "", free.description]
            }
            #expect(drawn[0] == drawn[1])
        }
    }

    @Test("an exchange cannot be sent once more under another key")
    func sameExchange() async throws {
        try await Bridge.open { bridge in
            let notice = bridge.notice()
            try await bridge.send(notice)
            var again = notice
            again.idempotencyKey = "another"
            await #expect(throws: NotFound.self) { try await bridge.send(again) }
            #expect(try await bridge.count("SELECT COUNT(*) AS count FROM exchange") == 1)
        }
    }

    @Test("a category that was not decided on is refused, and nothing of the notice stays")
    func undecided() async throws {
        try await Bridge.open { bridge in
            await #expect(throws: InvalidInput.self) { _ = try await bridge.send(permitting: [.contactHappened]) }
            let exchanges = try await bridge.count("SELECT COUNT(*) AS count FROM exchange")
            let entries = try await bridge.count("SELECT COUNT(*) AS count FROM outbox_entry")
            #expect(exchanges == 0 && entries == 0)
        }
    }

    @Test("nothing leaves without a decision on record about this exchange")
    func noDecision() async throws {
        try await Bridge.open { bridge in
            let (notice, now, keys, nurse) = (bridge.notice(), bridge.clock.now, bridge.keys, bridge.nurse)
            await #expect(throws: Conflict("There is no sharing decision that permits this. Decide again.")) {
                try await bridge.engine.write { database in
                    let team = try bridge.recipientTeam(at: notice.provider, in: database)
                    let permit = SharingPermit(decisionID: .init(at: now), categories: Set(notice.contents.keys))
                    _ = try ExchangeStore.send(
                        notice, decision: permit, to: team, by: nurse, at: now, keys: keys, in: database)
                }
            }
        }
    }

    @Test("every fault is told at once, each beside its field")
    func faults() async throws {
        try await Bridge.open { bridge in
            var notice = bridge.notice(.discharge, asking: [])
            notice.happenedAt = bridge.clock.now + 60
            notice.checklist = [ChecklistAnswer(.statusAsked, .done), ChecklistAnswer(.consentAsked, .notApplicable)]
            let fields = notice.faults(permitted: [.contactHappened], at: bridge.clock.now).map(\.field)
            #expect(
                Set(fields) == [
                    "riskSummary", "requests", "happenedAt", "consentAsked", "universityTold", "crisisPlanShared",
                    "disabledStudentsAllowanceExplained", "followUpAgreed",
                ])
        }
    }

    @Test("a clinician sends; nobody who works at the university, and no manager or governance lead, does")
    func roles() async throws {
        try await Bridge.open { bridge in
            for actor in [bridge.sam, bridge.manager, bridge.trustManager, bridge.trustGovernance] {
                await #expect(throws: Forbidden.self) { _ = try await bridge.send(by: actor) }
            }
        }
    }

    @Test("nothing that people wrote, and nobody's name, stands readable in the database")
    func sealed() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let rows = try await bridge.engine.read { database in
                try [
                    "exchange", "exchange_content", "exchange_event", "exchange_request", "outbox_entry", "audit_entry",
                ]
                .flatMap { try database.rows(SQL(stringLiteral: "SELECT * FROM \($0)")) }
            }
            let text = rows.map { "\($0)" }.joined()
            #expect(text.contains(id.rawValue))
            for secret in ["Mia", "Lund", "cannot stay safe", "Grace", "phones every day"] {
                #expect(!text.contains(secret))
            }
        }
    }

    @Test("an organisation that has not joined is written to by phone, with the same clocks")
    func outside() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send(bridge.notice(to: bridge.outside))
            let state = try await bridge.state(id)
            #expect(state.isByPhone)
            #expect(state.owed == .acknowledged)
            try await bridge.store.recordCall(
                PhoneCall(answered: true, spokeTo: "Joan Miller"), on: id, by: bridge.nurse)
            #expect(try await bridge.state(id).milestones[.acknowledged]?.named == "Joan Miller")
        }
    }
}
