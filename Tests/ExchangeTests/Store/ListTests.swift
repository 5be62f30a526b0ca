import Database
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("Inbox, sent list, ledger and thread")
struct ListTests {
    @Test("the inbox is ordered by what is due next, whenever it came")
    func order() async throws {
        try await Bridge.open { bridge in
            let week = try await bridge.send(bridge.notice(.crisisContact, .within7Days, asking: [.checkInWithin7Days]))
            let soon = try await bridge.send(bridge.notice(.crisisContact, .within48Hours))
            let now = try await bridge.send(bridge.notice(.presentation, .immediately))
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.map(\.id) == [now, soon, week])
        }
    }

    @Test("pages follow each other without a gap and without a double")
    func pages() async throws {
        try await Bridge.open { bridge in
            var sent: Set<ExchangeID> = []
            for _ in 0..<7 { sent.insert(try await bridge.send()) }
            var (seen, cursor): ([ExchangeID], String?) = ([], nil)
            repeat {
                let page = try await bridge.store.inbox(.team, after: cursor, most: 3, as: bridge.sam)
                seen += page.rows.map(\.id)
                cursor = page.next
            } while cursor != nil
            #expect(seen.count == 7)
            #expect(Set(seen) == sent)
        }
    }

    @Test("mine, the team's, overdue and closed each hold what they say")
    func lists() async throws {
        try await Bridge.open { bridge in
            let mine = try await bridge.acknowledged()
            try await bridge.store.take(mine, by: bridge.sam)
            let other = try await bridge.send(bridge.notice(.presentation, .immediately))
            bridge.clock.advance(by: 2 * 3600)
            #expect(try await bridge.store.inbox(.mine, as: bridge.sam).rows.map(\.id) == [mine])
            #expect(try await bridge.store.inbox(.mine, as: bridge.ana).rows.isEmpty)
            #expect(Set(try await bridge.store.inbox(.team, as: bridge.ana).rows.map(\.id)) == [mine, other])
            #expect(try await bridge.store.inbox(.overdue, as: bridge.ana).rows.map(\.id) == [other])
            #expect(try await bridge.store.counts(as: bridge.sam) == .init(mine: 1, team: 2, overdue: 1, pressing: 1))
            #expect(try await bridge.store.sent(.overdue, as: bridge.nurse).rows.map(\.id) == [other])
            try await bridge.store.recall(other, reason: "Sent twice", by: bridge.nurse)
            #expect(try await bridge.store.inbox(.closed, as: bridge.ana).rows.map(\.id) == [other])
            #expect(try await bridge.store.sent(.ended, as: bridge.nurse).rows.map(\.id) == [other])
        }
    }

    @Test("the list names the student only once somebody of the team has read it")
    func names() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.first?.studentName == nil)
            #expect(try await bridge.store.sent(.open, as: bridge.nurse).rows.first?.studentName == "Mia Lund")
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(try await bridge.store.inbox(.team, as: bridge.ana).rows.first?.studentName == "Mia Lund")
        }
    }

    @Test("both sides write in one thread, and a message sent twice is one")
    func thread() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            try await bridge.store.write("Is she at home?", in: id, key: "a", by: bridge.sam)
            try await bridge.store.write("Is she at home?", in: id, key: "a", by: bridge.sam)
            bridge.clock.advance(by: 60)
            try await bridge.store.write("With her sister.", in: id, key: "a", by: bridge.nurse)
            let thread = try await bridge.store.exchange(id, as: bridge.ana).thread
            #expect(thread.map(\.body) == ["Is she at home?", "With her sister."])
            #expect(thread.map(\.side) == [.recipient, .sender])
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.first?.awaitsReply == true)
            #expect(try await bridge.store.sent(.open, as: bridge.nurse).rows.first?.awaitsReply == false)
        }
    }

    @Test("a message on what is closed comes up in the inbox, counted, until somebody of the team opens it")
    func afterTheEnd() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            #expect(try await bridge.store.write("Still live.", in: id, key: "a", by: bridge.nurse).hasEnded == false)
            let refusal = Refusal(.notOurStudent, redirect: "Not known")
            try await bridge.store.decline(id, refusal, by: bridge.sam)
            #expect(try await bridge.store.counts(as: bridge.ana).messages == 0)
            #expect(try await bridge.store.write("She is back in A&E.", in: id, key: "b", by: bridge.nurse).hasEnded)
            for _ in 0..<2 {
                #expect(try await bridge.store.counts(as: bridge.ana).messages == 1)
                #expect(try await bridge.store.inbox(.messages, as: bridge.ana).rows.map(\.id) == [id])
                #expect(try await bridge.store.counts(as: bridge.disabilityAdviser).messages == 0)
                _ = try await bridge.store.exchange(id, as: bridge.manager)
            }
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(try await bridge.store.counts(as: bridge.ana).messages == 0)
            try await bridge.store.write("Our own note.", in: id, key: "c", by: bridge.sam)
            #expect(try await bridge.store.inbox(.messages, as: bridge.ana).rows.isEmpty)
        }
    }

    @Test("an exchange is found by the reference said on the phone, by its own two sides only")
    func reference() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            let reference = try await bridge.store.sent(.open, as: bridge.nurse).rows[0].facts.reference
            let typed = reference.lowercased().replacing("-", with: " ")
            #expect(try await bridge.store.find(reference: typed, as: bridge.sam) == id)
            await #expect(throws: NotFound.self) {
                try await bridge.store.find(reference: reference, as: bridge.disabilityAdviser)
            }
        }
    }

    @Test("what was sent is found by the NHS number, by its sender's team only")
    func nhsNumber() async throws {
        try await Bridge.open { bridge in
            let (nurse, id) = (bridge.nurse, try await Self.sentUnderNumber(bridge))
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            #expect(try await bridge.store.about("943 476 5919", as: nurse).map(\.id) == [id])
            for other in [bridge.sam, bridge.disabilityAdviser, bridge.manager] {
                #expect(try await bridge.store.about("9434765919", as: other).isEmpty)
            }
            #expect(try await bridge.store.about("9990000018", as: nurse).isEmpty)
            await #expect(throws: InvalidInput.self) { try await bridge.store.about("943 476 5910", as: nurse) }
        }
    }

    @Test("a team finds by the date of birth what it sent and what it opened, and sees the date")
    func birthDate() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.send()
            for typed in ["9/3/2006", "9 March 2006", "2006-03-09"] {
                #expect(try await bridge.store.about(typed, as: bridge.nurse).map(\.id) == [id])
                #expect(try await bridge.store.about(typed, as: bridge.sam).isEmpty)
            }
            _ = try await bridge.store.exchange(id, as: bridge.sam)
            let found = try await bridge.store.about("9.3.2006", as: bridge.sam)
            #expect(found.map(\.id) == [id])
            #expect(found.first?.studentBirthDate == CalendarDate(year: 2006, month: 3, day: 9))
            let named = try await bridge.store.about("Lund", as: bridge.sam)
            #expect(named.first?.studentBirthDate == CalendarDate(year: 2006, month: 3, day: 9))
            #expect(try await bridge.store.about("10/3/2006", as: bridge.sam).isEmpty)
            #expect(try await bridge.store.about("9/3/2006", as: bridge.disabilityAdviser).isEmpty)
            #expect(try await bridge.store.inbox(.team, as: bridge.sam).rows.map(\.studentBirthDate) == [nil])
        }
    }

    @Test("a date of birth that cannot be is said, and whoever may not read exchanges finds nobody by one")
    func wrongBirthDate() async throws {
        try await Bridge.open { bridge in
            for typed in ["31/2/2006", "9/3/06", "9/3/2099"] {
                await #expect(throws: InvalidInput.self) { try await bridge.store.about(typed, as: bridge.sam) }
            }
            for half in ["9/3", "943 476"] {
                let refused = await #expect(throws: InvalidInput.self) {
                    try await bridge.store.about(half, as: bridge.sam)
                }
                #expect(refused?.faults.first?.message.contains("a date of birth with its year") == true)
            }
            let herself = bridge.studentHerself
            await #expect(throws: Forbidden.self) { try await bridge.store.about("9/3/2006", as: herself) }
        }
    }

    @Test("who looks by NHS number among what was sent leaves a trace without it, which the student sees who was found")
    func nhsNumberAudited() async throws {
        try await Bridge.open { bridge in
            _ = try await Self.sentUnderNumber(bridge)
            let ask = { (words: String, actor: Actor) in _ = try await bridge.store.about(words, as: actor) }
            try await ask("943 476 5919", bridge.nurse)
            try await ask("9990000018", bridge.nurse)
            try await ask("9434765919", bridge.sam)
            try await ask("Lund", bridge.nurse)
            await #expect(throws: InvalidInput.self) { try await ask("943 476 5910", bridge.nurse) }
            await #expect(throws: Forbidden.self) { try await ask("9434765919", bridge.studentHerself) }
            let entries = try await bridge.engine.read { database in
                try database.rows(
                    """
                    SELECT account_id, person_id, detail FROM audit_entry WHERE action = 'person.looked_up' ORDER BY seq
                    """
                ).map { row -> (AccountID, PersonID?, String) in
                    (try row("account_id"), try row("person_id"), try row("detail"))
                }
            }
            #expect(entries.map(\.0) == [bridge.nurse, bridge.nurse, bridge.sam].map(\.accountID))
            #expect(entries.map(\.1) == [bridge.student, nil, nil])
            let detail = { (found: Int) in #"{"by":"nhsNumber","found":"\#(found)"}"# }
            #expect(entries.map(\.2) == [detail(1), detail(0), detail(0)])
        }
    }

    /// Sends something about the student, who is on record under 943 476 5919.
    private static func sentUnderNumber(_ bridge: Bridge) async throws -> ExchangeID {
        let number = try NHSNumber("9434765919")
        let (keys, student, nurse, now) = (bridge.keys, bridge.student, bridge.nurse, bridge.clock.now)
        try await bridge.engine.write {
            try StudentsStore.add(number, to: student, by: nurse, at: now, keys: keys, in: $0)
        }
        return try await bridge.send()
    }

    @Test("the ledger keeps what nobody answered, what ended without contact, and what was late")
    func ledger() async throws {
        try await Bridge.open { bridge in
            let unanswered = try await bridge.send(bridge.notice(.presentation, .immediately))
            let declined = try await bridge.send()
            _ = try await bridge.store.exchange(declined, as: bridge.sam)
            try await bridge.store.decline(declined, Refusal(.notOurStudent, redirect: "Not known"), by: bridge.sam)
            bridge.clock.advance(by: 3 * 3600)
            for manager in [bridge.manager, bridge.trustManager] {
                let all = try await bridge.store.ledger(.recent(at: bridge.clock.now), as: manager)
                #expect(all.total == 2)
                #expect(all.counts == [.unanswered: 1, .withoutContact: 1, .overdue: 1, .open: 1])
                var filter = LedgerFilter.recent(at: bridge.clock.now)
                filter.finding = .unanswered
                let rows = try await bridge.store.ledger(filter, as: manager).rows
                #expect(rows.map(\.id) == [unanswered])
                #expect(rows[0].lateness.map(\.seconds) == [2 * 3600])
                filter.finding = .withoutContact
                #expect(try await bridge.store.ledger(filter, as: manager).rows.map(\.id) == [declined])
            }
        }
    }

    @Test("a student sees every exchange about themself, and who opened and acknowledged each; nobody else's")
    func aboutMe() async throws {
        try await Bridge.open { bridge in
            let id = try await bridge.acknowledged()
            let mine = try await bridge.store.exchanges(aboutMe: bridge.studentHerself)
            #expect(mine.map(\.id) == [id])
            #expect(mine[0].seenBy.map(\.name) == ["Sam Reed"])
            #expect(mine[0].acknowledgedBy?.name == "Sam Reed")
            #expect(mine[0].contents.count == 2)
            let other = Actor(
                accountID: .init(at: bridge.clock.now), organisationID: nil, role: .student,
                personID: .init(at: bridge.clock.now), name: "Other")
            #expect(try await bridge.store.exchanges(aboutMe: other).isEmpty)
        }
    }

    @Test("an agreement that has ended reads as ended to both sides and to the student, whenever it was written")
    func endedAgreement() async throws {
        try await Bridge.open { bridge in
            let (id, until) = (try await bridge.send(), bridge.clock.now + 3_600)
            let written =
                "You agreed. This agreement lasts until \(UKTime.ending(until)), unless you say that it should go on."
            try await bridge.engine.write { database in
                try database.execute(
                    """
                    UPDATE sharing_decision SET explanation = \(written), until_at = \(until)
                    WHERE exchange_id = \(id)
                    """)
            }
            for isOver in [false, true] {
                if isOver { bridge.clock.advance(by: 7_200) }
                var read = [try await bridge.store.exchanges(aboutMe: bridge.studentHerself)[0].explanation]
                for actor in [bridge.nurse, bridge.sam] {
                    read.append(try await bridge.store.exchange(id, as: actor).disclosure?.explanation)
                }
                let ended = "You agreed. This agreement ended on \(UKTime.full(until))."
                #expect(read.allSatisfy { $0 == (isOver ? ended : written) })
            }
        }
    }

    @Test("an open page hears of a change after it was kept, and of nobody else's")
    func announcements() async throws {
        try await Bridge.open { bridge in
            let heard = bridge.announcements.stream(for: bridge.university)
            let elsewhere = bridge.announcements.stream(for: bridge.outside)
            var iterator = heard.makeAsyncIterator()
            var other = elsewhere.makeAsyncIterator()
            // Whoever begins to listen, by a connection of its own, is first told that it may have missed something.
            let missed = ExchangeAnnouncements.Announcement(exchangeID: nil, change: nil)
            if testDialect == .postgreSQL { #expect(await iterator.next() == missed) }
            let id = try await bridge.send()
            bridge.announcements.announce(id, .sent, to: [bridge.university])
            #expect(await iterator.next() == .init(exchangeID: id, change: .sent))
            bridge.announcements.announce(id, nil, to: [bridge.outside])
            var told = await other.next()
            // Whoever comes second is told so too, unless the connection stands already.
            if told == missed { told = await other.next() }
            #expect(told == .init(exchangeID: id, change: nil))
        }
    }

    @Test("what is acknowledged and overdue waits as well; what is both unanswered and overdue counts once")
    func waiting() async throws {
        try await Bridge.open { bridge in
            _ = try await bridge.acknowledged()
            #expect(try await bridge.store.counts(as: bridge.ana).waiting == 0)
            _ = try await bridge.send()
            #expect(try await bridge.store.counts(as: bridge.ana).waiting == 1)
            bridge.clock.advance(by: 3 * 86_400)
            let counts = try await bridge.store.counts(as: bridge.ana)
            #expect(counts.overdue == 2 && counts.waiting == 2)
            #expect(try await bridge.store.counts(as: bridge.disabilityAdviser).waiting == 0)
        }
    }
}
