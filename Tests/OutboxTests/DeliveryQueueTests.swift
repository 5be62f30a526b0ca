import Accounts
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite("Letters that wait")
struct DeliveryQueueTests {
    private static let now = TestTime.mondayMorning

    private static func letter(to account: AccountID = AccountID(at: now), urgent: Bool = false) -> Delivery {
        Delivery(
            at: now, topic: "exchange.sent", subject: "1", reference: "FB-1", organisation: nil, to: .person(account),
            urgent: urgent)
    }

    private static func with(_ body: (any Engine, DeliveryQueue) async throws -> Void) async throws {
        try await withDatabase { try await body($0, DeliveryQueue(engine: $0)) }
    }

    private static func add(_ letters: [Delivery], to engine: any Engine, departure: Date = now) async throws {
        try await engine.write { database in
            for letter in letters { try DeliveryQueue.add(letter, departure: departure, in: database) }
        }
    }

    @Test("what is due to one recipient is taken together, and by one worker at a time")
    func bundle() async throws {
        try await Self.with { engine, queue in
            let (kim, lee) = (AccountID(at: Self.now), AccountID(at: Self.now))
            try await Self.add([Self.letter(to: kim), Self.letter(to: lee), Self.letter(to: kim)], to: engine)
            let first = try await queue.take(at: Self.now)
            let second = try await queue.take(at: Self.now)
            #expect(Set([first.count, second.count]) == [1, 2])
            #expect(Set(first.map(\.recipient)).isDisjoint(with: second.map(\.recipient)))
            #expect(try await queue.take(at: Self.now).isEmpty)
        }
    }

    @Test("many workers at once take each letter once")
    func workers() async throws {
        try await Self.with { engine, queue in
            try await Self.add((0..<40).map { _ in Self.letter() }, to: engine)
            let taken = try await withThrowingTaskGroup(of: [DeliveryID].self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        var mine: [DeliveryID] = []
                        while case let bundle = try await queue.take(at: Self.now), !bundle.isEmpty {
                            mine += bundle.map(\.id)
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(taken.count == 40 && Set(taken).count == 40)
        }
    }

    @Test("what a worker took that died is taken again after its lease, and what it delivered is not")
    func lease() async throws {
        try await Self.with { engine, queue in
            try await Self.add([Self.letter()], to: engine)
            let bundle = try await queue.take(at: Self.now)
            #expect(try await queue.take(at: Self.now + DeliveryQueue.lease - 1).isEmpty)
            let again = try await queue.take(at: Self.now + DeliveryQueue.lease + 1)
            #expect(again.map(\.id) == bundle.map(\.id))
            try await queue.delivered(again, at: Self.now)
            #expect(try await queue.take(at: Self.now + 10 * DeliveryQueue.lease).isEmpty)
        }
    }

    @Test("what a worker says after its lease, of what another holds by then, changes nothing for that one")
    func tooLate() async throws {
        let late = Self.now + DeliveryQueue.lease + 1
        let words: [@Sendable (DeliveryQueue, [Delivery]) async throws -> Void] = [
            { try await $0.delivered($1, at: late) },
            { try await $0.failed($1, "busy", lasting: false, at: late) },
            { try await $0.failed($1, "unknown", lasting: true, at: late) },
        ]
        for say in words {
            try await Self.with { engine, queue in
                try await Self.add([Self.letter()], to: engine)
                let slow = try await queue.take(at: Self.now)
                let quick = try await queue.take(at: late)
                try await say(queue, slow)
                #expect(try await queue.take(at: late + 90).isEmpty)
                #expect(try await Self.ends(engine) == [nil, nil])
                try await queue.delivered(quick, at: late)
                try await say(queue, slow)
                #expect(try await Self.ends(engine) == [late, nil])
            }
        }
    }

    @Test("what a worker says after its lease counts where nobody else has taken it since")
    func lateAlone() async throws {
        try await Self.with { engine, queue in
            try await Self.add([Self.letter()], to: engine)
            let late = Self.now + 2 * DeliveryQueue.lease
            try await queue.delivered(try await queue.take(at: Self.now), at: late)
            #expect(try await Self.ends(engine) == [late, nil])
        }
    }

    /// When the only letter left, and when it was given up.
    private static func ends(_ engine: any Engine) async throws -> [Date?] {
        let row = try await engine.read { try $0.row("SELECT delivered_at, given_up_at FROM delivery") }
        return [try row?("delivered_at"), try row?("given_up_at")]
    }

    @Test("what is for a system that is passed over waits, and that of others does not")
    func passing() async throws {
        try await Self.with { engine, queue in
            let (silent, other) = (EndpointID(at: Self.now), EndpointID(at: Self.now))
            try await Self.add([silent, silent, other].map(Self.word), to: engine)
            #expect(try await queue.takeForSystem(passing: [silent], at: Self.now)?.recipient == .system(other))
            #expect(try await queue.takeForSystem(passing: [silent, other], at: Self.now) == nil)
            #expect(try await queue.takeForSystem(passing: [], at: Self.now)?.recipient == .system(silent))
        }
    }

    private static func word(to endpoint: EndpointID) -> Delivery {
        let subject = ExchangeID(at: now).rawValue
        return Delivery(
            at: now, topic: "exchange.sent", subject: subject, organisation: OrganisationID(at: now),
            to: .system(endpoint),
            urgent: true)
    }

    @Test("nothing leaves before its time")
    func departure() async throws {
        try await Self.with { engine, queue in
            try await Self.add([Self.letter()], to: engine, departure: Self.now + 60)
            #expect(try await queue.take(at: Self.now).isEmpty)
            #expect(try await queue.take(at: Self.now + 60).count == 1)
        }
    }

    @Test(
        "what failed waits and is tried again; what cannot arrive, or has a dozen times in three days not, is given up")
    func failing() async throws {
        try await Self.with { engine, queue in
            try await Self.add([Self.letter()], to: engine)
            try await queue.failed(try await queue.take(at: Self.now), "busy", lasting: false, at: Self.now)
            #expect(try await queue.take(at: Self.now).isEmpty)
            var moment = Self.now + 90
            for tried in 1..<RetryPlan.fewest {
                let again = try await queue.take(at: moment)
                #expect(again.map(\.attempts) == [tried])
                moment = max(moment, Self.now + RetryPlan.patience)
                try await queue.failed(again, "busy", lasting: false, at: moment)
                moment += 8 * 3600
            }
            #expect(try await queue.take(at: moment).isEmpty)
            try await Self.add([Self.letter()], to: engine)
            try await queue.failed(try await queue.take(at: Self.now), "unknown", lasting: true, at: Self.now)
            #expect(try await queue.take(at: Self.now + 2 * RetryPlan.patience).isEmpty)
        }
    }

    @Test("the operator sees what was given up and lets it begin anew, which is recorded; nobody else may")
    func again() async throws {
        try await Self.with { engine, queue in
            let store = DeliveryStore(engine: engine, clock: MovableClock(Self.now))
            let op = Actor(accountID: AccountID(at: Self.now), organisationID: nil, role: .operator, name: "Olu")
            try await Self.add([Self.letter()], to: engine)
            try await queue.failed(try await queue.take(at: Self.now), "unknown", lasting: true, at: Self.now)
            #expect(try await store.overview(by: op).givenUp.map(\.fault) == ["unknown"])
            #expect(try await store.tryAgain(mailLeaves: false, by: op) == 0)
            let kept = try #require(try await store.overview(by: op).givenUp.first)
            #expect(try await store.tryAgain(kept.id, mailLeaves: false, by: op) == 0)
            #expect(try await store.givenUpInAll(by: op) == 1)
            #expect(try await store.tryAgain(by: op) == 1)
            #expect(try await queue.take(at: Self.now).map(\.attempts) == [0])
            let entries = try await engine.read {
                try $0.count("SELECT count(*) AS count FROM audit_entry WHERE action = 'delivery.tried_again'")
            }
            #expect(entries == 3)
            await #expect(throws: NotFound.self) { try await store.tryAgain(DeliveryID(at: Self.now), by: op) }
            for role in Role.allCases where role != .operator {
                let other = Actor(accountID: op.accountID, organisationID: nil, role: role, name: "")
                await #expect(throws: Forbidden.self) { try await store.overview(by: other) }
                await #expect(throws: Forbidden.self) { try await store.givenUpInAll(by: other) }
                await #expect(throws: Forbidden.self) { try await store.tryAgain(by: other) }
            }
        }
    }

    @Test("a person's wishes are kept, theirs alone, and times that are none are refused")
    func wishes() async throws {
        try await Self.with { engine, _ in
            let store = DeliveryStore(engine: engine, clock: MovableClock(Self.now))
            let kim = Actor(
                accountID: AccountID(at: Self.now), organisationID: nil, role: .clinician, name: "Kim")
            let lee = Actor(
                accountID: AccountID(at: Self.now), organisationID: nil, role: .clinician, name: "Lee")
            let wanted = MailWishes(quietFrom: 60, quietUntil: 120, dailyAt: 480)
            try await store.save(wanted, by: kim)
            #expect(try await store.wishes(of: kim) == wanted)
            #expect(try await store.wishes(of: lee) == .usual)
            await #expect(throws: InvalidInput.self) {
                try await store.save(MailWishes(quietFrom: 1440, quietUntil: 0, dailyAt: nil), by: kim)
            }
            await #expect(throws: Forbidden.self) { try await store.wishes(of: .system) }
        }
    }
}
