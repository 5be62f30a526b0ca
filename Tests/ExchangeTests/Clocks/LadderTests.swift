import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("The escalation ladder")
struct LadderTests {
    @Test("reminder at half time, deputy and manager when due, then the sender")
    func steps() throws {
        var story = Story()
        try story.send()
        let due = try #require(story.state.dueAt)
        let half = try #require(story.state.deadlines?.opened)
        #expect(
            Ladder.remaining(story.state) == [
                .init(step: .init(.acknowledged, .reminder), at: half),
                .init(step: .init(.acknowledged, .deputy), at: due),
                .init(step: .init(.acknowledged, .manager), at: due),
                .init(step: .init(.acknowledged, .sender), at: due + 4 * 3600),
            ])
    }

    @Test("the steps only rise", arguments: Urgency.allCases, [false, true])
    func rising(urgency: Urgency, byPhone: Bool) throws {
        var story = Story(urgency: urgency, byPhone: byPhone)
        try story.send()
        let times = Ladder.remaining(story.state).map(\.at)
        #expect(times == times.sorted())
        #expect(times.allSatisfy { $0 > Story.sentAt })
    }

    @Test("no step is taken twice", arguments: LadderStep.Rung.allCases)
    func once(rung: LadderStep.Rung) throws {
        var story = Story()
        try story.send()
        try story.then(rung.eventKind, after: 7200) { $0.clock = .acknowledged }
        #expect(!Ladder.remaining(story.state).contains { $0.step.rung == rung })
        #expect(throws: Conflict("That step has been taken.")) {
            try story.then(rung.eventKind, after: 7300) { $0.clock = .acknowledged }
        }
    }

    @Test("acknowledging stops one clock and starts the next")
    func next() throws {
        var story = Story()
        try story.acknowledge()
        #expect(Set(Ladder.remaining(story.state).map(\.step.clock)) == [.contacted])
        try story.then(.studentContacted, after: 600)
        #expect(Ladder.remaining(story.state).map(\.step) == [.init(.closed, .reminder), .init(.closed, .manager)])
    }

    @Test("acknowledged after the student should have been reached: no reminder, straight to those who can help")
    func late() throws {
        var story = Story()
        try story.send()
        try story.then(.opened, after: 50 * 3600)
        try story.then(.acknowledged, after: 50 * 3600)
        let rises = Ladder.remaining(story.state)
        #expect(rises.map(\.step.rung) == [.deputy, .manager, .sender])
        #expect(rises.first?.at == Story.sentAt + 50 * 3600)
    }

    @Test("nobody deputises for an organisation that is reached by phone")
    func byPhone() throws {
        var story = Story(byPhone: true)
        try story.send()
        #expect(Ladder.remaining(story.state).map(\.step.rung) == [.reminder, .manager, .sender])
    }

    @Test("what has ended climbs no more", arguments: [ExchangeEvent.Kind.recalled, .enteredInError])
    func ended(kind: ExchangeEvent.Kind) throws {
        var story = Story()
        try story.send()
        try story.then(kind, after: 10, words: .init(text: "wrong university"))
        #expect(Ladder.remaining(story.state).isEmpty)
        #expect(story.state.dueAt == nil)
    }

    @Test("handed on, the ladder begins again for the next team")
    func handedOn() throws {
        var story = Story()
        try story.send()
        try story.then(.reminded, after: 3600) { $0.clock = .acknowledged }
        try story.then(.opened, after: 3700)
        try story.then(.acknowledged, after: 3800)
        let anew = story.state.deadlines?.askedAnew(
            .within48Hours, requests: [], askedAt: Story.sentAt + 4000, calendar: .office(.england))
        try story.then(.handedOn, after: 4000, words: .init(text: "theirs")) {
            ($0.serviceID, $0.deadlines) = (ServiceID(at: Story.sentAt), anew)
        }
        #expect(Ladder.remaining(story.state).map(\.step.rung) == [.reminder, .deputy, .manager, .sender])
    }
}
