import Database
import Directory
import Exchange
import Foundation
import OpenID
import Students
import TestSupport
import Vocabulary

@testable import Footbridge
@testable import Website

/// The site with a crisis team on one side, a wellbeing team on the other, and a student between them.
struct TwoSides {
    let site: TestSite
    let trust: OrganisationID
    let crisisTeam: ServiceID
    let university: OrganisationID
    let wellbeing: ServiceID
    let disability: ServiceID
    let student: PersonID
    let nurse: TestVisitor
    let sam: TestVisitor
    let ana: TestVisitor
    let manager: TestVisitor

    var store: ExchangeStore {
        ExchangeStore(engine: site.ground.engine, keys: site.ground.keys, clock: site.clock)
    }

    static func with<T>(
        network: (any ProviderFetching)? = nil, settings: [String: String] = [:],
        _ body: (TwoSides) async throws -> T
    ) async throws -> T {
        let standIn: ((any Clock) -> any ProviderFetching)? = network.map { network in { _ in network } }
        return try await TestSite.with(settings: settings, network: standIn) { site in
            try await body(try await TwoSides(site))
        }
    }

    private init(_ site: TestSite) async throws {
        let now = site.clock.now
        self.site = site
        (trust, university, student) = (.init(at: now), .init(at: now), .init(at: now))
        (crisisTeam, wellbeing, disability) = (.init(at: now), .init(at: now), .init(at: now))
        nurse = try await site.visitor(.clinician, organisation: trust, service: crisisTeam, name: "Grace Osei")
        sam = try await site.visitor(.practitioner, organisation: university, service: wellbeing, name: "Sam Reed")
        ana = try await site.visitor(.practitioner, organisation: university, service: wellbeing, name: "Ana Costa")
        manager = try await site.visitor(.serviceManager, organisation: university, name: "Priya Shah")
        let (world, keys) = (self, site.ground.keys)
        try await site.ground.engine.write { try world.insert(keys, $0) }
    }

    private func insert(_ keys: KeyRing, _ database: any Writing) throws {
        for (id, kind, name) in [
            (trust, OrganisationKind.trust, "Leeds and York Partnership"),
            (university, .provider, "University of Leeds"),
        ] {
            try database.execute(
                """
                INSERT INTO organisation (id, kind, name, legal_name, telephone, nation, joined_at)
                VALUES (\(id), \(kind), \(name), \(name), '0113 243 1751', \(Nation.england), \(site.clock.now))
                """)
        }
        let teams = [
            (crisisTeam, trust, "Crisis team"), (wellbeing, university, "Wellbeing"),
            (disability, university, "Disability"),
        ]
        for (id, organisation, name) in teams {
            try database.execute(
                """
                INSERT INTO service (id, organisation_id, kind, name, telephone, updated_at)
                VALUES (\(id), \(organisation), \(ServiceKind.allCases[0]), \(name), '0113 343 0000', 0)
                """)
            for weekday in 1...5 {
                try database.execute("INSERT INTO service_hours VALUES (\(id), 'always', \(weekday), 540, 1020)")
            }
        }
        try database.execute(
            """
            INSERT INTO contact_point (id, service_id, organisation_id, purpose, email, verify_every_days, verified_at)
            VALUES (\(ContactPointID(at: site.clock.now)), \(wellbeing), \(university), 'notices', 'w@example.ac.uk', 90,
                \(site.clock.now))
            """)
        try database.execute(
            """
            INSERT INTO person (id, given_name_sealed, family_name_sealed, birth_date_sealed, name_birth_index,
                created_by_organisation_id, created_at)
            VALUES (\(student), \(keys.seal("Mia", "person.given_name")), \(keys.seal("Lund", "person.family_name")),
                \(keys.seal("2006-03-09", "person.birth_date")), 'mia', \(trust), 0)
            """)
    }

    /// Sends a notice as the clinician's pages do.
    func send(
        _ urgency: Urgency = .within48Hours, asking requests: [RequestKind] = [.checkInWithin48Hours],
        telling contents: [InformationCategory: String] = [
            .contactHappened: "Seen at home.", .riskSummary: "Says <b>she</b> cannot stay safe.",
        ]
    ) async throws -> ExchangeID {
        let (now, keys, actor) = (site.clock.now, site.ground.keys, try await nurse.actor())
        let (student, university, wellbeing) = (student, university, wellbeing)
        let decision = SharingDecisionID(at: now)
        let id = ExchangeID(at: now)
        return try await site.ground.engine.write { database in
            try database.execute(
                """
                INSERT INTO sharing_decision (id, person_id, exchange_id, organisation_id, recipient_organisation_id,
                    recipient_service_id, outcome, basis, categories, explanation, decided_by, decided_role, decided_at)
                VALUES (\(decision), \(student), \(id), \(actor.organisationID), \(university), \(wellbeing), 'shared',
                    'consent', \(Set(contents.keys).stored), 'You agreed to this.', \(actor.accountID), \(actor.role), \(now))
                """)
            let team = try DirectoryStore.recipientTeam(
                for: university, campus: nil, purpose: .notices, at: now, in: database)
            let notice = NewNotice(
                id: id, kind: .crisisContact, urgency: urgency, personID: student, provider: university,
                happenedAt: now - 3600,
                contents: contents,
                requests: requests.map { NewRequest($0) }, nextSteps: "We phone her daily.",
                namedContact: NamedContact(name: "Grace Osei", telephone: "0113 305 5000", hours: "day and night"),
                idempotencyKey: id.rawValue)
            let permit = SharingPermit(decisionID: decision, categories: Set(contents.keys))
            return try ExchangeStore.send(
                notice, decision: permit, to: team, by: actor, at: now, keys: keys, in: database)
        }
    }

    /// Sent, opened and acknowledged by Sam.
    func acknowledged(asking requests: [RequestKind] = [.checkInWithin48Hours]) async throws -> ExchangeID {
        let id = try await send(asking: requests)
        _ = try await sam.get("/exchanges/\(id)")
        _ = try await sam.post("/exchanges/\(id)/acknowledgement")
        return id
    }

    func state(_ id: ExchangeID) async throws -> ExchangeState {
        try await store.exchange(id, as: try await nurse.actor()).state
    }
}
