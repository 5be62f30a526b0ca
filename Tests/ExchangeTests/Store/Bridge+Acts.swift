import Database
import Directory
import Foundation
import Students
import Vocabulary

@testable import Exchange

extension Bridge {
    /// A notice about the student, not yet sent.
    func notice(
        _ kind: ExchangeKind = .crisisContact, _ urgency: Urgency = .within48Hours, to provider: OrganisationID? = nil,
        asking requests: [RequestKind] = [.checkInWithin48Hours], key: String = UUID().uuidString
    ) -> NewNotice {
        NewNotice(
            id: ExchangeID(at: clock.now), kind: kind, urgency: urgency, personID: student,
            provider: provider ?? university, happenedAt: clock.now - 3600,
            contents: [.contactHappened: "Seen by the crisis team.", .riskSummary: "Says she cannot stay safe alone."],
            requests: requests.map { NewRequest($0, detail: $0 == .other ? "Hold her post" : nil) },
            nextSteps: "The crisis team phones every day.",
            namedContact: NamedContact(name: "Grace Osei", telephone: "0113 305 5000", hours: "day and night"),
            draftedAt: clock.now - 90, idempotencyKey: key)
    }

    /// Closes a team, whatever it leaves.
    func close(_ team: ServiceID, by actor: Actor) async throws {
        try await engine.write { [now = clock.now] in
            try DirectoryStore.closeService(team, by: actor, at: now, in: $0)
        }
    }

    /// Who is told there now.
    func recipientTeam(at provider: OrganisationID, in database: any Reading) throws -> RecipientTeam {
        try DirectoryStore.recipientTeam(for: provider, campus: nil, purpose: .notices, at: clock.now, in: database)
    }

    /// Records the decision and sends, in one transaction, as the clinician's pages do.
    @discardableResult
    func send(
        _ notice: NewNotice? = nil, permitting categories: Set<InformationCategory> = [.contactHappened, .riskSummary],
        consent: ConsentID? = nil, by actor: Actor? = nil
    ) async throws -> ExchangeID {
        let (notice, actor, now, keys) = (notice ?? self.notice(), actor ?? nurse, clock.now, keys)
        let decision = SharingDecisionID(at: now)
        let team = notice.provider == university ? wellbeing : nil
        return try await engine.write { database in
            try database.execute(
                """
                INSERT INTO sharing_decision (id, person_id, exchange_id, organisation_id, recipient_organisation_id,
                    recipient_service_id, outcome, basis, categories, consent_id, explanation, decided_by, decided_role, decided_at)
                VALUES (\(decision), \(notice.personID), \(notice.id), \(actor.organisationID),
                    \(notice.provider), \(team), \(SharingDecision.Outcome.shared), 'consent', \(categories.stored), \(consent),
                    'You agreed to this.', \(actor.accountID), \(actor.role), \(now))
                """)
            let recipient = try recipientTeam(at: notice.provider, in: database)
            let permit = SharingPermit(decisionID: decision, categories: categories)
            return try ExchangeStore.send(
                notice, decision: permit, to: recipient, by: actor, at: now, keys: keys, in: database)
        }
    }

    /// Sent, read and acknowledged by Sam.
    func acknowledged(asking requests: [RequestKind] = [.checkInWithin48Hours]) async throws -> ExchangeID {
        let id = try await send(notice(asking: requests))
        _ = try await store.exchange(id, as: sam)
        try await store.acknowledge(id, by: sam)
        return id
    }

    /// Handed on to the disability team, which the decision does not name; the student has agreed.
    func handOn(
        _ id: ExchangeID, asked: AskedAboutTeam? = AskedAboutTeam(agreed: true), by actor: Actor? = nil
    ) async throws {
        try await store.handOn(id, to: disability, reason: "Adjustments", asked: asked, by: actor ?? sam)
    }

    func state(_ id: ExchangeID) async throws -> ExchangeState {
        let keys = keys
        return try await engine.read { try ExchangeFile.take(id, keys: keys, in: $0).state }
    }

    func events(_ id: ExchangeID) async throws -> [ExchangeEvent] {
        let keys = keys
        return try await engine.read { try ExchangeFile.take(id, keys: keys, in: $0).events }
    }

    func outbox(_ topic: String) async throws -> [(organisation: OrganisationID?, account: AccountID?, payload: String)]
    {
        try await engine.read { database in
            try database.rows("SELECT * FROM outbox_entry WHERE topic = \(topic) ORDER BY id").map {
                (try $0("recipient_organisation_id"), try $0("recipient_account_id"), try $0("payload"))
            }
        }
    }

    func count(_ sql: SQL) async throws -> Int { try await engine.read { try $0.count(sql) } }
}
