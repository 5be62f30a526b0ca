import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("Closing needs an end that can be proved")
struct ClosingTests {
    @Test("it needs an outcome")
    func outcome() throws {
        var story = Story()
        try story.acknowledge()
        try story.answerAll()
        try story.then(.studentContacted)
        #expect(throws: Conflict("Say how it ended.")) { try story.then(.closed) }
    }

    @Test("everything asked has to be answered first")
    func requests() throws {
        var story = Story([.checkInWithin48Hours, .adjustments])
        try story.acknowledge()
        try story.then(.studentContacted)
        let message = "Accept or decline everything that was asked before you close: 2 still open."
        #expect(throws: Conflict(message)) { try story.then(.closed) { $0.outcome = .supportInPlace } }
        try story.answerAll()
        try story.then(.closed) { $0.outcome = .supportInPlace }
        #expect(story.state.status == .closed)
    }

    @Test("an outcome that says the student was reached needs the record of it", arguments: Outcome.allCases)
    func contact(outcome: Outcome) throws {
        var story = Story()
        try story.acknowledge()
        try story.answerAll()
        if outcome.claimsContact {
            #expect(throws: Conflict.self) { try story.then(.closed) { $0.outcome = outcome } }
            try story.then(.studentContacted)
            try story.then(.closed) { $0.outcome = outcome }
            #expect(story.state.outcome == outcome)
        } else {
            #expect(throws: Conflict.self) { try story.then(.closed) { $0.outcome = outcome } }
        }
    }

    @Test("“could not reach” needs at least one attempt")
    func attempts() throws {
        var story = Story()
        try story.acknowledge()
        try story.answerAll()
        try story.then(.contactTried) { ($0.route, $0.attempt) = (.telephone, .noAnswer) }
        try story.then(.closed) { $0.outcome = .couldNotReach }
        #expect(story.state.status == .closed)
    }

    @Test("“nothing else was asked” fits awareness, and what was declined, and nothing that was accepted")
    func awareness() throws {
        var aware = Story([.awarenessOnly])
        try aware.acknowledge()
        #expect(aware.state.owed == .closed)
        try aware.answerAll()
        try aware.then(.closed) { $0.outcome = .noActionNeeded }
        var declined = Story([.housingCheck])
        try declined.acknowledge()
        try declined.answerAll(accepting: false)
        #expect(!declined.state.expectsContact)
        try declined.then(.closed) { $0.outcome = .noActionNeeded }
        #expect(declined.state.status == .closed)
    }

    @Test("a request is answered once, and declining needs a reason")
    func answers() throws {
        var story = Story()
        try story.acknowledge()
        let id = story.requests[0].id
        #expect(throws: Conflict("Say why you decline.")) { try story.then(.requestDeclined) { $0.requestID = id } }
        try story.then(.requestDeclined, words: .init(text: "No staff in August")) { $0.requestID = id }
        #expect(throws: Conflict("This request has been answered already.")) {
            try story.then(.requestAccepted) { $0.requestID = id }
        }
        #expect(throws: Conflict("That was not asked in this exchange.")) {
            try story.then(.requestAccepted) { $0.requestID = ExchangeRequestID(at: Story.sentAt) }
        }
    }

    @Test("who has accepted to hold the student cannot decline the exchange")
    func declineWhileHolding() throws {
        var story = Story()
        try story.acknowledge()
        try story.then(.holdingAccepted)
        #expect(throws: Conflict.self) {
            try story.then(.declined, words: .init(redirect: "York")) { $0.declineReason = .notOurStudent }
        }
    }
}
