import Audit
import Database
import Foundation
import Vocabulary

/// What a student decided before anybody had to ask, as a clinician sees it: whom, what, and no more.
public struct AdvanceDecision: Sendable, Hashable {
    public let consent: Consent
    public let organisationName: String
    public let serviceName: String?
    /// When the student decided anew for the same team; set for `ownConsents` alone.
    public var replacedAt: Date?

    /// `Student Wellbeing, University of Leeds`
    public var recipientName: String {
        [serviceName, organisationName].compactMap(\.self).joined(separator: ", ")
    }
}

extension StudentsStore {
    /// The student decides which team may be told what, from now on. A decision with no category is a no.
    /// - Parameter withoutAsking: whether that team may be told at once, with nobody asking them again.
    @discardableResult
    public func decideInAdvance(
        _ categories: Set<InformationCategory>, for recipient: SharingRecipient, withoutAsking: Bool = false,
        until expiry: Date? = nil, by actor: Actor
    ) async throws -> Consent {
        try actor.require(.decideOwnSharing)
        let now = clock.now
        return try await engine.write { [keys] database in
            guard let person = actor.personID else { throw NotFound("person") }
            _ = try Self.recipientName(recipient, in: database)
            let new = NewConsent(
                to: recipient, for: nil, categories.isEmpty ? .refused : .given, categories: categories,
                route: .portal, capacity: .has, withoutAsking: withoutAsking,
                expiresAt: categories.isEmpty ? nil : expiry
            )
            return try Self.recordConsent(new, of: person, by: actor, at: now, keys: keys, in: database)
        }
    }

    /// The student's own standing answers that count now, the latest for each recipient.
    public static func decidedInAdvance(
        by person: PersonID, at now: Date, keys: KeyRing, in database: any Reading
    ) throws -> [AdvanceDecision] {
        let standing = try consents(of: person, keys: keys, in: database).filter { consent in
            consent.exchangeID == nil && consent.by.kind == .student && consent.answer != .notAsked
                && consent.invalidatedAt == nil
        }
        var seen: Set<SharingRecipient> = []
        let latest = standing.filter { seen.insert($0.recipient).inserted }
        let counting = latest.filter { $0.withdrawnAt == nil && ($0.endsAt.map { now < $0 } ?? true) }
        return try counting.map { consent in
            let name = try recipientName(consent.recipient, in: database)
            return AdvanceDecision(consent: consent, organisationName: name.organisation, serviceName: name.service)
        }
    }

    /// As `decidedInAdvance(by:at:keys:in:)`, for a clinician who found the person; looking is audited.
    public func decidedInAdvance(by person: PersonID, as actor: Actor) async throws -> [AdvanceDecision] {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.write { [keys] database in
            let fact = AuditFact("consent.advance_read", "person", person, person: person)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return try Self.decidedInAdvance(by: person, at: now, keys: keys, in: database)
        }
    }

    /// The noes about a person that the actor's organisation heard lately and that nobody has unsaid to it since, the
    /// latest of each who answered for each recipient; looking is audited.
    public func refusedLately(by person: PersonID, as actor: Actor) async throws -> [AdvanceDecision] {
        try actor.require(.sendExchange)
        let (now, organisation) = (clock.now, try actor.organisation())
        return try await engine.write { [keys] database in
            let fact = AuditFact("consent.refusals_read", "person", person, person: person)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            let answered = try Self.consents(of: person, keys: keys, in: database).filter { consent in
                consent.answer != .notAsked && consent.invalidatedAt == nil
                    && (consent.recordedBy == organisation || consent.exchangeID == nil)
            }.sorted { $0.saidAt(now) > $1.saidAt(now) }
            var seen: Set<[AnyHashable]> = []
            let latest = answered.filter { seen.insert([$0.recipient, $0.by]).inserted }
            return try latest.filter { $0.exchangeID != nil && $0.noIsHeard(at: now) }.map { consent in
                let name = try Self.recipientName(consent.recipient, in: database)
                return AdvanceDecision(consent: consent, organisationName: name.organisation, serviceName: name.service)
            }
        }
    }

    /// Every answer about the student, for themselves, with what has taken the place of which.
    public func ownConsents(as actor: Actor) async throws -> [AdvanceDecision] {
        try actor.require(.readOwnRecord)
        let now = clock.now
        return try await engine.read { [keys] database in
            guard let person = actor.personID else { throw NotFound("person") }
            let age = try Self.person(person, keys: keys, in: database).age(on: CalendarDate(now))
            let consents = try Self.consents(of: person, keys: keys, in: database)
            return try consents.map { consent in
                let name = try Self.recipientName(consent.recipient, in: database)
                return AdvanceDecision(
                    consent: consent, organisationName: name.organisation, serviceName: name.service,
                    replacedAt: consent.replacedAt(by: consents, age: age, at: now))
            }
        }
    }

    /// - Throws: `NotFound` where there is no such organisation, or the team is not one of its teams.
    static func recipientName(
        _ recipient: SharingRecipient, in database: any Reading
    ) throws -> (organisation: String, service: String?) {
        let row = try database.row("SELECT name FROM organisation WHERE id = \(recipient.organisationID)")
        guard let row else { throw NotFound("organisation") }
        guard let service = recipient.serviceID else { return (try row("name"), nil) }
        let team = try database.row(
            "SELECT name FROM service WHERE id = \(service) AND organisation_id = \(recipient.organisationID)"
        )
        guard let team else { throw NotFound("service") }
        return (try row("name"), try team("name"))
    }
}

extension StudentsStore {
    /// Answers about a person that the caller's organisation took, or by which it was told something, newest first.
    public func consents(of person: PersonID, for actor: Actor) async throws -> [AdvanceDecision] {
        try await engine.read { [keys] database in
            try Self.requireSight(of: person, as: actor, in: database)
            return try database.rows(
                """
                SELECT * FROM consent WHERE person_id = \(person) AND invalidated_at IS NULL
                    AND \(sql: try Self.knownConsents(of: actor)) ORDER BY recorded_at DESC, id DESC
                """
            ).map { row in
                let consent = try Self.consent(row, keys: keys)
                let name = try Self.recipientName(consent.recipient, in: database)
                return AdvanceDecision(consent: consent, organisationName: name.organisation, serviceName: name.service)
            }
        }
    }
}
