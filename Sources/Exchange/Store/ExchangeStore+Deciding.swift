import Database
import Directory
import Foundation
import Vocabulary

/// What the recipient takes upon itself, or does not.
extension ExchangeStore {
    /// Accepts, or declines with a reason, one thing that was asked. Accepting to look out for the student is accepting
    /// to hold them.
    /// - Parameter named: who said so, where it was heard on the phone.
    /// - Throws: `InvalidInput` on `reason` or `named`.
    public func answer(
        _ request: ExchangeRequestID, of id: ExchangeID, _ answer: NewRequestAnswer, by actor: Actor
    ) async throws {
        let words = try answer.words()
        try await act(on: id, key: answer.key, by: actor) { act in
            try act.requireAnswering()
            if act.isHeardByPhone && words.named == nil {
                throw InvalidInput("named", "Enter the name of the person who said so.")
            }
            try act.add(answer.accepted ? .requestAccepted : .requestDeclined, words: words) { $0.requestID = request }
            let kind = act.file.state.requests.first { $0.id == request }?.kind
            if answer.accepted && kind == .holdSupport && !act.file.state.presentTeamHolds {
                try act.add(.holdingAccepted, words: .init(named: words.named))
            }
            try act.tellOtherSide("exchange.answered")
        }
    }

    /// Accepts, by name, to be the one who looks out for the student from now on.
    public func acceptHolding(
        _ id: ExchangeID, named: String? = nil, key: String? = nil, by actor: Actor
    ) async throws {
        let named = try TypedText.optional(named, field: "named", called: "who accepted", most: 100)
        try await act(on: id, key: key, by: actor) { act in
            try act.requireAnswering()
            if act.isHeardByPhone && named == nil {
                throw InvalidInput("named", "Enter the name of the person who accepted.")
            }
            try act.add(.holdingAccepted, words: .init(named: named))
            try act.tellOtherSide("exchange.holdingAccepted")
        }
    }

    /// Hands it on to another team of the same organisation, which has to acknowledge anew. Until somebody there accepts,
    /// whoever holds the student goes on holding.
    /// - Parameter asked: what the student said to it; needed where the decision to share does not cover that team.
    /// - Throws: `InvalidInput` on `service`, `reason`, `agreed` or `unasked`; `Conflict` once consent was withdrawn.
    public func handOn(
        _ id: ExchangeID, to service: ServiceID, reason: String, asked: AskedAboutTeam? = nil, key: String? = nil,
        by actor: Actor
    ) async throws {
        let reason = try TypedText.required(reason, field: "reason", called: "why", most: Self.mostWords)
        try await act(on: id, key: key, by: actor) { act in
            guard act.file.side(of: act.actor) == .recipient else {
                throw Forbidden(Permission.answerExchange.rawValue)
            }
            try act.requireAnswering()
            let team = try Self.team(service, receivingFrom: act)
            let (ground, unasked) = try Self.ground(for: service, asked, act)
            let deadlines = Self.deadlines(of: act.file.state, for: team, at: act.now)
            let words = ExchangeEvent.Words(text: reason, unasked: unasked)
            try act.add(.handedOn, words: words, audited: ["telling": ground.rawValue]) { detail in
                (detail.serviceID, detail.contactPointID) = (service, team.route.contactPointID)
                (detail.deadlines, detail.telling) = (deadlines, ground)
            }
            try act.database.execute(
                """
                INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(id), \(service)) ON CONFLICT DO NOTHING
                """
            )
            try Self.tell(team, of: act)
        }
    }

    /// Says that it is not for this recipient, and where it should go.
    /// - Throws: `InvalidInput` on `redirect` or `words`.
    public func decline(_ id: ExchangeID, _ refusal: Refusal, by actor: Actor) async throws {
        let words = try refusal.checkedWords()
        try await act(on: id, key: refusal.key, by: actor) { act in
            try act.requireAnswering()
            try act.add(.declined, words: words) { $0.declineReason = refusal.reason }
            try act.tellOtherSide("exchange.declined", code: refusal.reason.rawValue)
        }
    }
}

/// An answer to one request, as entered.
public struct NewRequestAnswer: Sendable {
    public let accepted: Bool
    public let reason: String?
    public let named: String?
    public let key: String?

    public init(accepted: Bool, reason: String? = nil, named: String? = nil, key: String? = nil) {
        (self.accepted, self.reason, self.named, self.key) = (accepted, reason, named, key)
    }

    func words() throws(InvalidInput) -> ExchangeEvent.Words {
        let named = try TypedText.optional(named, field: "named", called: "who said so", most: 100)
        let most = ExchangeStore.mostWords
        let reason =
            accepted
            ? try TypedText.optional(reason, field: "reason", called: "the note", most: most)
            : try TypedText.required(reason, field: "reason", called: "why you decline", most: most)
        return .init(text: reason, named: named)
    }
}

/// Why an exchange is declined, and where it should go instead.
public struct Refusal: Sendable {
    public let reason: DeclineReason
    public let words: String?
    public let redirect: String?
    public let key: String?

    public init(_ reason: DeclineReason, words: String? = nil, redirect: String? = nil, key: String? = nil) {
        (self.reason, self.words, self.redirect, self.key) = (reason, words, redirect, key)
    }

    /// "Another reason" needs words; a redirect is needed always, if only to say that none is known.
    func checkedWords() throws(InvalidInput) -> ExchangeEvent.Words {
        let most = ExchangeStore.mostWords
        let said =
            reason == .other
            ? try TypedText.required(words, field: "words", called: "the reason", most: most)
            : try TypedText.optional(words, field: "words", called: "the reason", most: most)
        let called = "where it should go instead, or that you do not know"
        let redirect = try TypedText.required(redirect, field: "redirect", called: called, most: 500)
        return .init(text: said, redirect: redirect)
    }
}
