import Accounts
import Database
import Directory
import Foundation
import Vocabulary

/// What the recipient does, from reading to reaching the student.
extension ExchangeStore {
    /// Says that a named person has read it. With `taking`, that person takes it on in the same breath.
    /// - Throws: `Conflict` naming who was first, and when.
    public func acknowledge(
        _ id: ExchangeID, taking: Bool = false, key: String? = nil, by actor: Actor
    ) async throws {
        try await act(on: id, key: key, by: actor) { act in
            guard act.file.side(of: act.actor) == .recipient else {
                throw Forbidden(Permission.answerExchange.rawValue)
            }
            try act.requireAnswering()
            if let first = act.file.state.milestones[.acknowledged], act.file.state.status == .acknowledged {
                if first.accountID == act.actor.accountID { return try Self.takeAlso(taking, &act) }
                let name = try first.named ?? act.name(first.accountID)
                throw Conflict("\(name) acknowledged this at \(UKTime.clock(first.at)).")
            }
            // Whoever answers for the whole organisation opens it for the team by answering, not by looking.
            if act.file.state.mayOpenFirst(act.actor) { try act.add(.opened) }
            try act.add(.acknowledged)
            try Self.takeAlso(taking, &act)
            try act.tellOtherSide("exchange.acknowledged")
        }
    }

    /// - Throws: `Conflict` naming who has it, where somebody else took it meanwhile.
    private static func takeAlso(_ taking: Bool, _ act: inout Act) throws {
        let reader = act.actor.accountID
        guard taking, act.file.state.assigneeID != reader else { return }
        if let other = act.file.state.assigneeID { throw Conflict("\(try act.name(other)) has taken it.") }
        try act.add(.taken) { $0.assigneeID = reader }
    }

    /// Gives it to `colleague`, who must be able to answer exchanges of the same organisation; `nil` is the actor.
    /// - Parameter words: what the colleague should know; both organisations can read it.
    /// - Throws: `InvalidInput` on `assignee` and `words`.
    public func take(
        _ id: ExchangeID, colleague: AccountID? = nil, words: String? = nil, key: String? = nil, by actor: Actor
    ) async throws {
        let words = try TypedText.optional(words, field: "words", called: "the note", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireAnswering()
            let assignee = try colleague ?? act.actor.account()
            let colleagues = try Colleagues.answering(act.file, keys: act.keys, in: act.database)
            guard assignee == act.actor.accountID || colleagues.contains(where: { $0.id == assignee }) else {
                throw InvalidInput("assignee", "Choose somebody of your team.")
            }
            try act.assign(to: assignee, words: .init(text: words))
        }
    }

    /// One attempt that did not reach the student.
    public func recordContactAttempt(_ attempt: ContactAttempt, on id: ExchangeID, by actor: Actor) async throws {
        let words = try TypedText.optional(attempt.words, field: "words", called: "what happened", most: Self.mostWords)
        try await act(on: id, key: attempt.key, by: actor) { act in
            try act.requireAnswering()
            try act.require(happened: attempt.happenedAt)
            try act.add(.contactTried, words: .init(text: words)) {
                ($0.route, $0.attempt, $0.happenedAt) = (attempt.way, attempt.outcome, attempt.happenedAt)
            }
        }
    }

    /// The student was reached.
    /// - Parameter happenedAt: `nil` for just now.
    /// - Throws: `InvalidInput` on `when` for a time to come, or before the notice was sent.
    public func recordStudentContacted(
        _ id: ExchangeID, way: ContactWay, words: String?, at happenedAt: Date? = nil, key: String? = nil,
        by actor: Actor
    ) async throws {
        let words = try TypedText.optional(words, field: "words", called: "what happened", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireAnswering()
            try act.require(happened: happenedAt)
            try act.add(.studentContacted, words: .init(text: words)) {
                ($0.route, $0.happenedAt) = (way, happenedAt)
            }
            try act.tellOtherSide("exchange.studentContacted")
        }
    }

    /// The longest text in one event or message, in characters.
    public static let mostWords = 2_000
}

/// An attempt to reach the student, as it was made.
public struct ContactAttempt: Sendable {
    public let way: ContactWay
    public let outcome: AttemptOutcome
    public let words: String?
    /// `nil` for just now.
    public let happenedAt: Date?
    public let key: String?

    public init(
        way: ContactWay, outcome: AttemptOutcome, words: String? = nil, at happenedAt: Date? = nil, key: String? = nil
    ) {
        (self.way, self.outcome, self.words) = (way, outcome, words)
        (self.happenedAt, self.key) = (happenedAt, key)
    }
}

extension Act {
    /// Puts it into the hands of `colleague`, who is told unless they took it themselves.
    mutating func assign(to colleague: AccountID, words: ExchangeEvent.Words = .init()) throws {
        try add(.taken, words: words) { $0.assigneeID = colleague }
        guard colleague != actor.accountID else { return }
        let entry = OutboxEntry(
            "exchange.assigned", subject: file.facts.id, to: actor.organisationID, account: colleague,
            payload: ["reference": file.facts.reference]
        )
        try database.post(entry, at: now)
    }

    /// What is written down happened between the sending, to the minute, and now.
    /// - Throws: `InvalidInput` on `when`.
    fileprivate func require(happened at: Date?) throws(InvalidInput) {
        guard let at else { return }
        if at > now { throw InvalidInput("when", "\(UKTime.full(at)) is in the future.") }
        guard at + 60 > file.facts.sentAt else {
            let sent = UKTime.full(file.facts.sentAt)
            throw InvalidInput("when", "The notice was sent on \(sent). Enter a time after that.")
        }
    }
}
