import Foundation
import Testing
import Vocabulary

@testable import Exchange

@Suite("The state of an exchange follows from its events")
struct StateTests {
    @Test("opening is not acknowledging")
    func opening() throws {
        var story = Story()
        try story.send()
        try story.then(.opened, after: 60)
        #expect(story.state.milestones[.opened]?.accountID == story.sam)
        #expect(story.state.milestones[.acknowledged] == nil)
        #expect(story.state.owed == .acknowledged)
    }

    @Test("each milestone keeps its own time and its own person")
    func stamps() throws {
        var story = Story()
        try story.acknowledge()
        try story.then(.studentContacted, after: 3600, by: story.ana)
        let milestones = story.state.milestones
        #expect(milestones[.sent]?.at == Story.sentAt)
        #expect(milestones[.opened]?.at == Story.sentAt + 60)
        #expect(milestones[.acknowledged]?.at == Story.sentAt + 120)
        #expect(
            milestones[.contacted]
                == .init(
                    at: Story.sentAt + 3600, accountID: story.ana, organisationID: story.university, named: nil))
    }

    @Test("the first reading counts, and every reader is known by name and time")
    func readers() throws {
        var story = Story()
        try story.send()
        try story.then(.opened, after: 60)
        try story.then(.opened, after: 90, by: story.ana)
        try story.then(.opened, after: 500)
        #expect(story.state.milestones[.opened]?.accountID == story.sam)
        #expect(story.state.readers == [story.sam: Story.sentAt + 60, story.ana: Story.sentAt + 90])
    }

    @Test("the sender holds the student until a named person of the recipient accepts")
    func holding() throws {
        var story = Story([.checkInWithin48Hours])
        try story.acknowledge()
        try story.answerAll()
        try story.then(.studentContacted, after: 200)
        #expect(story.state.holder?.organisationID == story.trust)
        try story.then(.holdingAccepted, after: 300)
        #expect(
            story.state.holder
                == .init(
                    organisationID: story.university, serviceID: story.team, accountID: story.sam, named: nil,
                    since: Story.sentAt + 300))
    }

    @Test("nobody but a person can accept to hold, and no organisation but the recipient")
    func namedAcceptance() throws {
        var story = Story()
        try story.acknowledge()
        let state = story.state
        let nobody = ExchangeEvent(.holdingAccepted, at: Story.sentAt, organisationID: story.university)
        #expect(throws: Conflict.self) { try state.applying(nobody) }
        let sender = ExchangeEvent(
            .holdingAccepted, at: Story.sentAt, accountID: story.nurse, organisationID: story.trust)
        #expect(throws: Conflict("Only the recipient can accept to look out for the student.")) {
            try state.applying(sender)
        }
    }

    @Test("an acceptance heard on the phone needs the name of who said it")
    func heard() throws {
        var story = Story(byPhone: true)
        try story.send()
        try story.then(.callRecorded, after: 60, words: .init(named: "Joan Miller"))
        let (state, sender) = (story.state, story)
        var detail = ExchangeEvent.Detail()
        detail.heardByPhone = true
        let heard = { (name: String?) in
            ExchangeEvent(
                .holdingAccepted, at: Story.sentAt, accountID: sender.nurse, organisationID: sender.trust,
                detail: detail, words: .init(named: name))
        }
        #expect(throws: Conflict("Say who accepted, by name.")) { try state.applying(heard(nil)) }
        let holder = try state.applying(heard("Joan Miller")).holder
        #expect(holder?.organisationID == sender.university)
        #expect(holder?.named == "Joan Miller")
    }

    @Test("a call that was answered by name stands for opening and acknowledging")
    func call() throws {
        var story = Story(byPhone: true)
        try story.send()
        let nameless = story.state
        #expect(throws: Conflict("Say whom you spoke to, by name.")) {
            try nameless.applying(ExchangeEvent(.callRecorded, at: Story.sentAt))
        }
        try story.then(.callTried, after: 30)
        #expect(story.state.owed == .acknowledged)
        try story.then(.callRecorded, after: 60, words: .init(named: "Joan Miller"))
        let clocks = story.state.clocks
        #expect(clocks.first { $0.clock == .opened }?.isRunning == false)
        #expect(clocks.first { $0.clock == .acknowledged }?.done?.named == "Joan Miller")
    }

    @Test("handing on asks the next team anew, and leaves the holding where it was")
    func handingOn() throws {
        var story = Story()
        try story.acknowledge()
        try story.then(.taken) { [sam = story.sam] in $0.assigneeID = sam }
        let next = ServiceID(at: Story.sentAt)
        try story.then(.handedOn, after: 600, words: .init(text: "Lives in our other campus")) { $0.serviceID = next }
        #expect(story.state.status == .sent)
        #expect(story.state.serviceID == next)
        #expect(story.state.assigneeID == nil)
        #expect(story.state.holder?.organisationID == story.trust)
        #expect(story.state.milestones[.acknowledged] == nil)
        #expect(story.state.readers.count == 1)
    }

    @Test("what was handed on after being read cannot be recalled")
    func recallAfterHandingOn() throws {
        var story = Story()
        try story.acknowledge()
        try story.then(.handedOn, words: .init(text: "x")) { $0.serviceID = ServiceID(at: Story.sentAt) }
        #expect(throws: Conflict("It has been read, so it cannot be recalled.")) { try story.then(.recalled) }
    }

    @Test("reopening begins the clocks anew and keeps that the student was reached")
    func reopening() throws {
        var story = Story()
        try story.acknowledge()
        try story.answerAll()
        try story.then(.studentContacted, after: 200)
        try story.then(.closed, after: 300) { $0.outcome = .supportInPlace }
        #expect(story.state.owed == nil)
        #expect(throws: Conflict("Say why.")) { try story.then(.reopened, after: 400) }
        try story.then(.reopened, after: 400, words: .init(text: "Did not come back on Monday"))
        #expect(story.state.status == .acknowledged)
        #expect(story.state.outcome == nil)
        #expect(story.state.milestones[.contacted] != nil)
        #expect(story.state.owed == .closed)
    }

    @Test("nothing begins again once the student has withdrawn consent, however it had ended")
    func reopeningAfterWithdrawal() throws {
        for isDeclined in [false, true] {
            var story = Story()
            try story.acknowledge()
            if isDeclined { try story.then(.declined, after: 300) { $0.declineReason = .notOurStudent } }
            try story.then(.consentWithdrawn, after: 400)
            if !isDeclined { try story.then(.closed, after: 500) { $0.outcome = .consentWithdrawn } }
            #expect(throws: Conflict("The student has withdrawn consent, so this is not opened again.")) {
                try story.then(.reopened, after: 600, words: .init(text: "She is back"))
            }
        }
    }

    @Test("replaying what happened gives the same state as living it")
    func replay() throws {
        var story = Story([.checkInWithin48Hours, .housingCheck])
        try story.acknowledge()
        try story.answerAll()
        try story.then(.studentContacted, after: 200)
        try story.then(.closed, after: 300) { $0.outcome = .supportInPlace }
        #expect(ExchangeState(replaying: story.events) == story.state)
    }
}
