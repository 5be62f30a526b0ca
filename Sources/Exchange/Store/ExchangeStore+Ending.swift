import Database
import Directory
import Foundation
import Vocabulary

/// How an exchange ends, and begins again.
extension ExchangeStore {
    /// Closes it with an outcome. Everything asked must have been answered, and the outcome must fit what was recorded.
    /// Who says that support is in place, and has not declined it, accepts by that to look out for the student.
    /// - Throws: `Conflict` saying what is missing.
    public func close(
        _ id: ExchangeID, _ outcome: Outcome, words: String?, key: String? = nil, by actor: Actor
    ) async throws {
        let words = try TypedText.optional(words, field: "words", called: "the note", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireAnswering()
            if outcome == .supportInPlace && !act.isHeardByPhone && act.file.state.leavesHolderOpen {
                try act.add(.holdingAccepted)
            }
            try act.add(.closed, words: .init(text: words)) { $0.outcome = outcome }
            try act.tellOtherSide("exchange.closed", code: outcome.rawValue)
        }
    }

    /// Opens it again, by either side, with a note; the clocks begin anew.
    /// - Throws: `InvalidInput` on `note`; `Conflict` once the student has withdrawn consent.
    public func reopen(_ id: ExchangeID, note: String?, key: String? = nil, by actor: Actor) async throws {
        let note = try TypedText.required(note, field: "note", called: "why it is opened again", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            if act.file.side(of: act.actor) == .sender { try act.requireSending() } else { try act.requireAnswering() }
            let state = act.file.state
            let deadlines = Deadlines.promised(
                state.urgency, requests: state.requests.map(\.kind), askedAt: act.now,
                calendar: try Self.calendar(of: state.serviceID, in: act.database)
            )
            try act.add(.reopened, words: .init(text: note)) { $0.deadlines = deadlines }
            try act.tellOtherSide("exchange.reopened")
        }
    }

    /// Office hours are supposed where there is no team, or it has closed since: then its organisation answers.
    private static func calendar(of team: ServiceID?, in database: any Reading) throws -> ServiceCalendar {
        guard let team else { return .office(.england) }
        do { return try DirectoryStore.calendar(of: team, in: database) } catch is NotFound { return .office(.england) }
    }

    /// Takes back what nobody has read.
    public func recall(_ id: ExchangeID, reason: String?, key: String? = nil, by actor: Actor) async throws {
        let reason = try TypedText.required(reason, field: "reason", called: "why you recall it", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireSending()
            try act.add(.recalled, words: .init(text: reason))
            try act.tellOtherSide("exchange.recalled")
        }
    }

    /// Marks it as wrong: the wrong person, the wrong university. It is closed to the recipient, and kept.
    public func enterInError(_ id: ExchangeID, reason: String?, key: String? = nil, by actor: Actor) async throws {
        let reason = try TypedText.required(reason, field: "reason", called: "what was wrong", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireSending()
            try act.add(.enteredInError, words: .init(text: reason))
            try act.tellOtherSide("exchange.enteredInError")
        }
    }

    /// Records a phone call to the recipient. Answered by a named person, it stands for an acknowledgement.
    public func recordCall(_ call: PhoneCall, on id: ExchangeID, by actor: Actor) async throws {
        let words = try call.checkedWords()
        try await act(on: id, key: call.key, by: actor) { act in
            try act.requireSending()
            try act.add(call.answered ? .callRecorded : .callTried, words: words)
            if !act.file.state.isByPhone { try act.tellOtherSide("exchange.callRecorded") }
        }
    }
}

/// A call from the sender to the recipient.
public struct PhoneCall: Sendable {
    public let answered: Bool
    /// Who answered, by name; needed when it was answered.
    public let spokeTo: String?
    public let words: String?
    public let key: String?

    public init(answered: Bool, spokeTo: String? = nil, words: String? = nil, key: String? = nil) {
        (self.answered, self.spokeTo, self.words, self.key) = (answered, spokeTo, words, key)
    }

    func checkedWords() throws(InvalidInput) -> ExchangeEvent.Words {
        let said = try TypedText.optional(words, field: "words", called: "the note", most: ExchangeStore.mostWords)
        guard answered else { return .init(text: said) }
        let name = try TypedText.required(
            spokeTo, field: "spokeTo", called: "the name of the person you spoke to", most: 100
        )
        return .init(text: said, named: name)
    }
}
