import Audit
import Database
import Foundation
import Students
import Vocabulary

/// Which answers about sharing are asked for; what is `nil` does not matter.
public struct ConsentQuery: Sendable {
    public var ids: [ConsentID]?
    public var people: [PersonID]?
    /// To whom it was to be told: one of each of these.
    public var recipients: [Recipients] = []
    public var organisations: [OrganisationID]?
    public var standings: [ConsentStanding]?
    public var recordedAt: [MomentRange] = []

    /// Organisations, each with all of its teams, and single teams.
    public struct Recipients: Sendable {
        let organisations: [OrganisationID]
        let teams: [ServiceID]

        public init(organisations: [OrganisationID], teams: [ServiceID]) {
            (self.organisations, self.teams) = (organisations, teams)
        }

        fileprivate var condition: SQL {
            """
            (c.recipient_organisation_id IN (\(list: organisations)) OR c.recipient_service_id IN (\(list: teams)))
            """
        }
    }

    public init() {}

    fileprivate func condition(at now: Date) -> SQL {
        .all(
            [
                ids.map { "c.id IN (\(list: $0))" }, people.map { "c.person_id IN (\(list: $0))" },
                organisations.map { "c.recorded_by_organisation_id IN (\(list: $0))" },
                standings.map { .any($0.map { $0.condition(at: now) }) },
            ].compactMap(\.self) + recipients.map(\.condition) + recordedAt.map { $0.condition(on: "c.recorded_at") })
    }
}

extension ExchangeStore {
    /// What students answered, where the actor's organisation wrote it down, and its team has sent something on the
    /// strength of it or the system itself handed it on; that it was fetched is recorded. The recipient is told why it hears
    /// of something, and no more.
    public func consents(_ query: ConsentQuery, _ page: PageRequest, as actor: Actor) async throws -> PageOf<Consent> {
        try actor.require(.collectExchanges)
        let (keys, now) = (keys, clock.now)
        return try await engine.writeOptimistically { database in
            let list = PagedList(
                "c.*", from: "consent c", where: try Self.known(query, to: actor, at: now), by: "c.recorded_at",
                id: "c.id")
            let found = try database.page(list, page).map { try StudentsStore.consent($0, keys: keys) }
            let facts = found.items.map { AuditFact("consent.collected", "consent", $0.id, person: $0.personID) }
            try AuditTrail.record(facts, by: actor, at: now, in: database)
            return found
        }
    }

    /// As a condition on `consent c`. Consents are found by their id or their person, of whom there are as few as whom the
    /// organisation has sent something about; how many others are on record makes nothing slower.
    static func known(_ query: ConsentQuery, to actor: Actor, at now: Date) throws -> SQL {
        let organisation = try actor.organisation()
        let people: SQL? =
            query.ids == nil && query.people == nil
            ? "c.person_id IN (SELECT e.person_id FROM exchange e WHERE e.sender_organisation_id = \(organisation))"
            : nil
        // A permit belongs to its own person and exchange, so both are found from the consent by an index.
        let relied: SQL = """
            c.recorded_by_organisation_id = \(organisation) AND (c.record_system_id = \(actor.recordSystemID)
                OR EXISTS (SELECT 1 FROM sharing_decision d WHERE d.person_id = c.person_id AND d.consent_id = c.id
                    AND EXISTS (SELECT 1 FROM exchange e WHERE e.id = d.exchange_id AND e.sharing_decision_id = d.id
                        AND \(sql: try ExchangeScope.sent(by: actor)))))
            """
        return .all([people, relied, query.condition(at: now)].compactMap(\.self))
    }
}
