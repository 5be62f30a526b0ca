import Accounts
import Database
import Directory
import Exchange
import Foundation
import Students
import Vocabulary

/// Many exchanges, each sent by a clinician and answered by a practitioner of the demonstration through the same stores
/// that people use; most of them run to their end.
struct Rehearsal: Sendable {
    private let ground: Ground
    private let openPerThousand: Int
    private let senders: [Actor]
    private let recipients: [Actor]

    init(_ ground: Ground, openPerThousand: Int) async throws {
        (self.ground, self.openPerThousand) = (ground, openPerThousand)
        senders = try await Self.staff(.clinician, ground)
        recipients = try await Self.recipients(ground)
    }

    /// - Parameter progress: told now and then how many are done.
    func play(_ count: Int, progress: @escaping @Sendable (Int) -> Void) async throws {
        let atOnce = 64
        var begun = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            func begin() {
                let number = begun
                begun += 1
                group.addTask { try await exchange(number) }
            }
            while begun < min(atOnce, count) { begin() }
            while try await group.next() != nil {
                if begun.isMultiple(of: 5_000) { progress(begun) }
                if begun < count { begin() }
            }
        }
        progress(count)
    }

    /// One exchange, in its own time: some moment of the last 300 days.
    private func exchange(_ number: Int) async throws {
        let now = ground.clock.now
        let clock = MovableClock(now.addingTimeInterval(-Double((number * 7919) % (300 * 1440)) * 60 - 7200))
        let sender = senders[number % senders.count]
        let recipient = recipients[(number / senders.count) % recipients.count]
        guard let id = try await send(number, by: sender, to: recipient, clock) else { return }
        guard number % 1000 >= openPerThousand else { return }
        try await answer(id, as: recipient, clock)
    }

    private func send(_ number: Int, by sender: Actor, to recipient: Actor, _ clock: MovableClock) async throws
        -> ExchangeID?
    {
        let drafts = DraftStore(engine: ground.engine, keys: ground.keys, clock: clock)
        let draft = try await drafts.begin(by: sender)
        clock.advance(by: 60)
        let provider = try recipient.organisation()
        let at = clock.now
        let saved = try await drafts.save(.check, of: draft.id, seen: SeenDraft(draft), by: sender) { notice in
            Self.fill(&notice, number, provider: provider, at: at)
        }
        let outcome = try await drafts.send(
            draft.id, version: saved.version, call: NoticeDraft.Call(made: .notYet), by: sender)
        if case .sent(let id) = outcome { return id }
        return nil
    }

    private static func fill(_ draft: inout NoticeDraft, _ number: Int, provider: OrganisationID, at: Date) {
        var who = NoticeDraft.Who()
        (who.givenName, who.familyName) = ("Student", "Number \(number)")
        who.birthDate = TypedDate(CalendarDate(at).adding(days: -7000 - number % 2000))
        who.choice = .new
        draft.replaceWho(by: who)
        (draft.student.answer, draft.student.provider) = (.yes, provider)
        (draft.consent.answer, draft.consent.askedFor) = (.given, provider)
        draft.consent.categories = [.contactHappened, .riskSummary]
        (draft.happened.kind, draft.happened.urgency) = (.presentation, .within48Hours)
        (draft.happened.when, draft.happened.chosenAt) = (.now, at)
        draft.happened.texts = [
            .contactHappened:
                "Came to the emergency department on their own, talked with us for an hour, went home with a friend.",
            .riskSummary:
                "Thoughts of ending their life in the last week, no plan. Feels safer since they talked about it.",
        ]
        draft.happened.requests = [.checkInWithin48Hours]
    }

    private func answer(_ id: ExchangeID, as recipient: Actor, _ clock: MovableClock) async throws {
        let exchanges = ExchangeStore(engine: ground.engine, keys: ground.keys, clock: clock)
        clock.advance(by: 1800)
        let record = try await exchanges.exchange(id, as: recipient)
        try await exchanges.acknowledge(id, taking: true, by: recipient)
        clock.advance(by: 1800)
        for request in record.state.requests {
            try await exchanges.answer(request.id, of: id, NewRequestAnswer(accepted: true), by: recipient)
        }
        try await exchanges.recordStudentContacted(
            id, way: .telephone, words: "Talked, will meet on Thursday.", by: recipient)
        clock.advance(by: 600)
        try await exchanges.close(id, .supportInPlace, words: nil, by: recipient)
    }

    /// Those whose team is the one that receives notices.
    private static func recipients(_ ground: Ground) async throws -> [Actor] {
        let (practitioners, now) = (try await staff(.practitioner, ground), ground.clock.now)
        return try await ground.engine.read { database in
            try practitioners.filter { actor in
                let team = try DirectoryStore.recipientTeam(
                    for: try actor.organisation(), campus: nil, purpose: .notices, at: now, in: database)
                return team.service?.id == actor.serviceID
            }
        }
    }

    private static func staff(_ role: Role, _ ground: Ground) async throws -> [Actor] {
        try await ground.engine.read { database in
            try database.rows(
                """
                SELECT id, account_id, organisation_id, service_id FROM membership
                WHERE role = \(role) AND service_id IS NOT NULL AND ended_at IS NULL ORDER BY id
                """
            ).map { row in
                Actor(
                    accountID: try row("account_id"), membershipID: try row("id"),
                    organisationID: try row("organisation_id"),
                    serviceID: try row("service_id"), role: role, name: "Rehearsal"
                )
            }
        }
    }
}
