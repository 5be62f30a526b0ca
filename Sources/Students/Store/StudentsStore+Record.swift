import Audit
import Database
import Foundation
import Vocabulary

/// What staff who may know of a student see of them, besides the exchanges.
public struct StudentRecord: Sendable {
    public let person: Person
    public let status: RecordedStatus?
    /// The own organisation's decisions; empty on the recipient's side, where each exchange carries its own.
    public let decisions: [SharingDecision]
}

extension StudentsStore {
    /// Opens a student's record; that it was opened is audited, and the student can see it.
    public func record(of person: PersonID, as actor: Actor) async throws -> StudentRecord {
        try actor.require(.readExchange)
        let decisions = try await decisions(about: person, as: actor)
        let now = clock.now
        return try await engine.write { [keys] database in
            try Self.requireSight(of: person, as: actor, in: database)
            let fact = AuditFact("person.read", "person", person, person: person)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return StudentRecord(
                person: try Self.person(person, keys: keys, in: database),
                status: try Self.status(of: person, keys: keys, in: database), decisions: decisions
            )
        }
    }

    /// The teams that can be told something, for a student who decides in advance: those of joined universities that
    /// receive notices, the student's own university first.
    public func teamsToDecideFor(as actor: Actor) async throws -> [TeamToDecideFor] {
        try actor.require(.decideOwnSharing)
        return try await engine.read { [keys] database in
            guard let person = actor.personID else { throw NotFound("person") }
            let own = try Self.status(of: person, keys: keys, in: database)?.status.providerID
            let teams = try database.rows(
                """
                SELECT DISTINCT o.id AS organisation_id, o.name AS organisation, s.id AS service_id, s.name AS service
                FROM service s JOIN organisation o ON o.id = s.organisation_id
                JOIN contact_point c ON c.service_id = s.id AND c.purpose = 'notices' AND c.closed_at IS NULL
                WHERE o.kind = 'provider' AND o.joined_at IS NOT NULL AND s.closed_at IS NULL ORDER BY o.name, s.name
                """
            ).map(TeamToDecideFor.init)
            return teams.filter { $0.recipient.organisationID == own }
                + teams.filter { $0.recipient.organisationID != own }
        }
    }
}

/// A team to which a student may say yes or no.
public struct TeamToDecideFor: Sendable, Hashable {
    public let recipient: SharingRecipient
    public let organisationName: String
    public let serviceName: String

    init(_ row: Row) throws {
        recipient = SharingRecipient(organisation: try row("organisation_id"), service: try row("service_id"))
        (organisationName, serviceName) = (try row("organisation"), try row("service"))
    }

    /// `Student Wellbeing, University of Leeds`
    public var name: String { "\(serviceName), \(organisationName)" }
}
