import Exchange
import Foundation
import Vocabulary

/// One notice and what came of it, told as the scenes in which it happened.
struct Story: Sendable {
    let name: String
    private(set) var scenes: [Scene]

    init(_ name: String, _ telling: Telling) {
        self.init(name, at: telling.at) { try await $0.send(telling, of: name) }
    }

    /// Begins with what sends a notice, or tries to.
    init(_ name: String, at: Date, _ begin: @escaping @Sendable (Stage) async throws -> Void) {
        self.name = name
        scenes = [Scene(at: at, story: name, play: begin)]
    }

    /// Adds what `who` did at a moment.
    func then(
        _ at: Date, _ who: CastMember,
        _ act: @escaping @Sendable (Stage, ExchangeID, Actor) async throws -> Void
    ) -> Story {
        let name = name
        return along(at) { stage in try await act(stage, stage.props.exchange(of: name), stage.actor(who)) }
    }

    /// Adds what happened at a moment without any of the staff.
    func along(_ at: Date, _ act: @escaping @Sendable (Stage) async throws -> Void) -> Story {
        var story = self
        story.scenes.append(Scene(at: at, story: name, play: act))
        return story
    }
}

// What people do, in the order in which it usually comes.
extension Story {
    func opened(_ at: Date, _ who: CastMember) -> Story {
        then(at, who) { stage, id, actor in _ = try await stage.exchanges.exchange(id, as: actor) }
    }

    /// Opens it, and says so by name a few minutes later.
    func acknowledged(_ at: Date, _ who: CastMember, taking: Bool = true) -> Story {
        opened(at.addingTimeInterval(-240), who).then(at, who) { stage, id, actor in
            try await stage.exchanges.acknowledge(id, taking: taking, by: actor)
        }
    }

    /// Opens and takes what a telephone call has acknowledged already.
    func taken(_ at: Date, _ who: CastMember) -> Story {
        opened(at.addingTimeInterval(-240), who).then(at, who) { stage, id, actor in
            try await stage.exchanges.take(id, by: actor)
        }
    }

    func tried(
        _ at: Date, _ who: CastMember, _ way: ContactWay, _ outcome: AttemptOutcome, _ words: String? = nil
    ) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.exchanges.recordContactAttempt(
                ContactAttempt(way: way, outcome: outcome, words: words), on: id, by: actor
            )
        }
    }

    func reached(_ at: Date, _ who: CastMember, _ way: ContactWay, _ words: String) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.exchanges.recordStudentContacted(id, way: way, words: words, by: actor)
        }
    }

    /// Accepts everything that was asked but what `declining` names, with the reason.
    func answered(_ at: Date, _ who: CastMember, declining: [RequestKind: String] = [:], named: String? = nil) -> Story
    {
        then(at, who) { stage, id, actor in
            let requests = try await stage.exchanges.exchange(id, as: actor).disclosure?.requests ?? []
            for request in requests where request.answer == nil {
                let reason = declining[request.kind]
                let answer = NewRequestAnswer(accepted: reason == nil, reason: reason, named: named)
                try await stage.exchanges.answer(request.id, of: id, answer, by: actor)
            }
        }
    }

    func held(_ at: Date, _ who: CastMember) -> Story {
        then(at, who) { stage, id, actor in try await stage.exchanges.acceptHolding(id, by: actor) }
    }

    func handedOn(_ at: Date, _ who: CastMember, to team: Team, _ reason: String) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.exchanges.handOn(
                id, to: stage.service(team), reason: reason, asked: AskedAboutTeam(agreed: true), by: actor)
        }
    }

    func declined(_ at: Date, _ who: CastMember, _ refusal: Refusal) -> Story {
        then(at, who) { stage, id, actor in try await stage.exchanges.decline(id, refusal, by: actor) }
    }

    func wrote(_ at: Date, _ who: CastMember, _ words: String) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.exchanges.write(words, in: id, key: "\(at.timeIntervalSince1970)", by: actor)
        }
    }

    func phoned(_ at: Date, _ who: CastMember, spokeTo: String?, _ words: String) -> Story {
        then(at, who) { stage, id, actor in
            let call = PhoneCall(answered: spokeTo != nil, spokeTo: spokeTo, words: words)
            try await stage.exchanges.recordCall(call, on: id, by: actor)
        }
    }

    func closed(_ at: Date, _ who: CastMember, _ outcome: Outcome, _ words: String? = nil) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.exchanges.close(id, outcome, words: words, by: actor)
        }
    }

    func reopened(_ at: Date, _ who: CastMember, _ note: String) -> Story {
        then(at, who) { stage, id, actor in try await stage.exchanges.reopen(id, note: note, by: actor) }
    }

    func recalled(_ at: Date, _ who: CastMember, _ reason: String) -> Story {
        then(at, who) { stage, id, actor in try await stage.exchanges.recall(id, reason: reason, by: actor) }
    }

    func enteredInError(_ at: Date, _ who: CastMember, _ reason: String) -> Story {
        then(at, who) { stage, id, actor in try await stage.exchanges.enterInError(id, reason: reason, by: actor) }
    }

    /// Nothing about the student may be removed, and somebody looks at it again so many days later.
    func keptByLaw(_ at: Date, _ who: CastMember, review days: Int, _ reason: String) -> Story {
        then(at, who) { stage, id, actor in
            try await stage.retention.placeHold(
                on: id, because: reason, reviewOn: CalendarDate(at).adding(days: days), by: actor)
        }
    }

    /// The student takes back what the notice rested on.
    func withdrawn(_ at: Date, _ student: DemonstrationStudent) -> Story {
        along(at) { stage in
            let actor = try stage.actor(student)
            let given = try await stage.students.ownConsents(as: actor).first { $0.consent.answer == .given }
            guard let given else { throw NotFound("consent") }
            try await stage.exchanges.withdrawConsent(given.consent.id, by: actor)
        }
    }
}
