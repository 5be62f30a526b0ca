import Database
import FHIR
import Foundation
import Logging
import TestSupport
import Testing
import Vocabulary

@testable import Delivery
@testable import Outbox

@Suite("A round of messages to the systems of organisations")
struct EndpointRoundTests {
    @Test("tells the university's system that a notice arrived: a reference and codes, in good FHIR, with the token")
    func arrives() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 1)
            let heard = try #require(listener.heard.first)
            #expect(heard.path == "/in" && heard.headers["Authorization"] == "Bearer \(bridge.token)")
            #expect(heard.headers["Content-Type"] == "application/fhir+json")
            #expect(UUID(uuidString: heard.headers["X-Request-Id"] ?? "") != nil)
            #expect(heard.body.contains("\"code\":\"sent\"") && heard.body.contains("FB-7K3M-92"))
            #expect(!heard.body.contains("\"response\""))
            #expect(try FHIRDefinitions.r4().faults(in: try JSONText.read(Data(heard.body.utf8))) == [])
            #expect(try await bridge.round.go() == 0)
        }
    }

    @Test("tells the sender's system what became of its own message, by that message's id; of others it hears nothing")
    func answers() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 0)
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 1)
            let body = try #require(listener.heard.first).body
            #expect(body.contains("\"identifier\":\"bundle-7\"") && body.contains("\"completed\""))
            #expect(body.contains("supportInPlace"))
        }
    }

    @Test("says how an exchange stands as the task itself does: its status, and why it was declined")
    func standing() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            bridge.clock.advance(by: 1)
            try await bridge.post("exchange.declined", to: bridge.trust, code: "notOurStudent")
            #expect(try await bridge.round.go() == 2)
            let bodies = listener.heard.map(\.body)
            #expect(bodies[0].contains("\"status\":\"accepted\""))
            let reason =
                "\"statusReason\":{\"coding\":[{\"system\":\"\(FHIRSystem.declineReason)\",\"code\":\"notOurStudent\"}]}"
            #expect(bodies[1].contains(reason) && !bodies[1].contains("businessStatus"))
            #expect(try FHIRDefinitions.r4().faults(in: try JSONText.read(Data(bodies[1].utf8))) == [])
        }
    }

    @Test("tells a system once of what several people are told, and of nothing that is the other side's")
    func once() async throws {
        try await Bridge.with([200]) { bridge, listener in
            for _ in 0..<3 { try await bridge.post("exchange.consentWithdrawn", to: bridge.university) }
            try await bridge.post("exchange.acknowledged", to: bridge.university)
            try await bridge.post("exchange.sent", to: bridge.elsewhere)
            #expect(try await bridge.round.go() == 1)
            #expect(listener.heard.count == 1)
        }
    }

    @Test("tells a system once of an event, also where so many people are told that their entries are dispatched apart")
    func onceOfABacklog() async throws {
        try await Bridge.with([503, 200]) { bridge, listener in
            for _ in 0..<150 { try await bridge.post("exchange.consentWithdrawn", to: bridge.university) }
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.count("endpoint = 1") == 1)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round.go() == 1)
            try await bridge.post("exchange.consentWithdrawn", to: bridge.university)
            #expect(try await bridge.round.go() == 1)
            #expect(listener.heard.count == 3)
        }
    }

    @Test("tells each system of an event, and each of them once, whoever dispatches it")
    func onceEach() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.subscribe("here", of: bridge.university, team: bridge.team)
            for _ in 0..<250 { try await bridge.post("exchange.message", to: bridge.university) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask { _ = try await Dispatch(engine: bridge.engine).round(at: bridge.clock.now) }
                }
                try await group.waitForAll()
            }
            #expect(try await bridge.round.go() == 2)
            #expect(Set(listener.heard.map(\.path)) == ["/in", "/here"])
        }
    }

    @Test("keeps the order of one exchange while the system is down, and sends the same request again")
    func order() async throws {
        try await Bridge.with([503, 200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            bridge.clock.advance(by: 1)
            try await bridge.post("exchange.message", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round.go() == 2)
            let requests = listener.heard.map { $0.headers["X-Request-Id"] }
            #expect(requests.count == 3 && requests[0] == requests[1] && requests[1] != requests[2])
            #expect(listener.heard[2].body.contains("message-written"))
        }
    }

    @Test("tries again what failed while the clock ran ahead, as soon as that was put back")
    func wrongClock() async throws {
        try await Bridge.with([503, 200]) { bridge, listener in
            let now = bridge.clock.now
            try await bridge.post("exchange.sent", to: bridge.university)
            bridge.clock.advance(by: 60)
            #expect(try await bridge.round.go(until: { true }) == 0)
            bridge.clock.advance(by: 400 * 3600)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.count("given_up_at IS NULL AND attempts = 1") == 1)
            bridge.clock.set(now)
            #expect(try await bridge.round.go() == 1)
            #expect(listener.heard.count == 2)
        }
    }

    @Test("takes 409 for an arrival, gives up at 410, and follows no redirect")
    func statuses() async throws {
        for (status, arrived, givenUp) in [(409, 1, 0), (410, 0, 1), (302, 0, 0)] {
            try await Bridge.with([status]) { bridge, listener in
                try await bridge.post("exchange.sent", to: bridge.university)
                #expect(try await bridge.round.go() == arrived)
                #expect(listener.heard.map(\.path) == ["/in"])
                #expect(try await bridge.count("given_up_at IS NOT NULL") == givenUp)
            }
        }
    }

    @Test("gives up what waits for a system that says it is gone, with the reason, and nothing that is for another")
    func gone() async throws {
        try await Bridge.with([410, 200]) { bridge, listener in
            // That it was sent, the trust would hear too, at the same moment, and perhaps first.
            for topic in ["exchange.reopened", "exchange.message", "exchange.recalled"] {
                try await bridge.post(topic, to: bridge.university)
                bridge.clock.advance(by: 1)
            }
            try await bridge.cameOfMessage("bundle-7")
            try await bridge.post("exchange.acknowledged", to: bridge.trust)
            #expect(try await bridge.round.go() == 1)
            #expect(listener.heard.count == 2)
            #expect(try await bridge.count("given_up_at IS NOT NULL AND fault LIKE '%410%'") == 3)
            #expect(try await bridge.count("given_up_at IS NULL AND delivered_at IS NULL") == 0)
            let operator_ = Actor(
                accountID: AccountID(at: bridge.clock.now), organisationID: nil, role: .operator, name: "")
            try await DeliveryStore(engine: bridge.engine, clock: bridge.clock).tryAgain(by: operator_)
            #expect(try await bridge.round.go() == 3)
        }
    }

    @Test("tells nobody over the internet unencrypted, whatever the operator allows; inside, it may be")
    func unencrypted() async throws {
        let line = EndpointLine(allowsPrivate: true)
        for address in ["http://8.8.8.8/in", "http://[2606:4700::1111]/"] {
            let endpoint = try Self.endpoint(address)
            await #expect(throws: EndpointFault.unencrypted) {
                try await line.post("", to: endpoint, request: "1")
            }
        }
        let inside = try Self.endpoint("http://127.0.0.1:1/in")
        do {
            try await line.post("", to: inside, request: "1")
            Issue.record("nobody listens there")
        } catch EndpointFault.unreachable {}
        let careful = EndpointLine(allowsPrivate: false)
        await #expect(throws: EndpointFault.refused) { try await careful.post("", to: inside, request: "1") }
    }

    private static func endpoint(_ address: String) throws -> Endpoint {
        Endpoint(
            id: EndpointID(at: TestTime.mondayMorning), organisationID: OrganisationID(at: TestTime.mondayMorning),
            channel: .message, address: try EndpointAddress(typed: address, allowsPlain: true), token: "t")
    }

    @Test("knocks on no private door unless the operator allows it, and trusts no certificate of strangers")
    func refused() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.post("exchange.sent", to: bridge.university)
            let careful = bridge.round(by: EndpointLine(allowsPrivate: false, authority: listener.certificate))
            #expect(try await careful.go() == 0)
            #expect(try await bridge.count("fault LIKE '%private network%'") == 1)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round(by: EndpointLine(allowsPrivate: true)).go() == 0)
            #expect(listener.heard.isEmpty)
        }
    }

    @Test("only knocks where a record system subscribed so, which hears of its own team and of what it asked for")
    func subscribed() async throws {
        try await Bridge.with([200]) { bridge, listener in
            try await bridge.subscribe("here", of: bridge.university, team: bridge.team)
            try await bridge.subscribe("elsewhere", of: bridge.university, team: ServiceID(at: bridge.clock.now))
            try await bridge.subscribe("asked", of: bridge.trust, team: bridge.team, requester: bridge.trust)
            try await bridge.subscribe("other", of: bridge.trust, team: bridge.team, requester: bridge.university)
            try await bridge.post("exchange.closed", to: bridge.trust, code: "supportInPlace")
            #expect(try await bridge.round.go() == 1)
            let heard = try #require(listener.heard.first)
            #expect(heard.path == "/asked" && heard.body == "" && heard.headers["Content-Type"] == nil)
            #expect(heard.headers["Authorization"] == "Bearer \(bridge.token)")
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 3)
            #expect(Set(listener.heard.map(\.path)) == ["/asked", "/here", "/in"])
        }
    }

    @Test("says how each subscription stands by what arrived, and sends nothing more to who is gone")
    func standings() async throws {
        try await Bridge.with([503, 200, 410]) { bridge, listener in
            let id = try await bridge.subscribe("here", of: bridge.university, team: bridge.team)
            try await bridge.endPage()
            #expect(try await bridge.standing(id) == .requested)
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.standing(id) == .error)
            bridge.clock.advance(by: 120)
            #expect(try await bridge.round.go() == 1)
            #expect(try await bridge.standing(id) == .active)
            try await bridge.post("exchange.recalled", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.standing(id) == .off)
            try await bridge.post("exchange.message", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(listener.heard.count == 3)
        }
    }

    @Test("brings nothing from the moment at which a subscription ends by itself: not what waits, and not what is new")
    func ended() async throws {
        try await Bridge.with([503]) { bridge, listener in
            let end = bridge.clock.now + 60
            let id = try await bridge.subscribe("here", of: bridge.university, team: bridge.team, until: end)
            try await bridge.endPage()
            try await bridge.post("exchange.sent", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(try await bridge.standing(id) == .error)
            bridge.clock.advance(by: 120)
            try await bridge.post("exchange.message", to: bridge.university)
            #expect(try await bridge.round.go() == 0)
            #expect(listener.heard.count == 1)
            #expect(try await bridge.standing(id) == .off)
            #expect(try await bridge.count("endpoint = 1 AND topic = 'exchange.message'") == 0)
        }
    }

    @Test("leaves letters for the mail server that is set later, and those alone that are not too old by then")
    func letters() async throws {
        try await Bridge.with([200]) { bridge, _ in
            try await bridge.post("exchange.sent", to: bridge.university, account: AccountID(at: bridge.clock.now))
            #expect(try await bridge.round.go() == 1)
            #expect(try await bridge.count("endpoint = 0 AND delivered_at IS NULL") == 1)
            try await DeliveryQueue(engine: bridge.engine).dropUntried(at: bridge.clock.now + RetryPlan.patience)
            #expect(try await bridge.count("endpoint = 0") == 1)
            try await DeliveryQueue(engine: bridge.engine).dropUntried(at: bridge.clock.now + 2 * RetryPlan.patience)
            #expect(try await bridge.count("endpoint = 0") == 0)
        }
    }
}
