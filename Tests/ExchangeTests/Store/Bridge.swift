import Database
import Directory
import Foundation
import Students
import TestSupport
import Vocabulary

@testable import Exchange

/// A small world for store tests: a trust with a crisis team, a university with a wellbeing team and a disability team,
/// a university that has not joined, and people in every role that matters.
struct Bridge {
    let engine: any Engine
    let keys = KeyRing()
    let clock: MovableClock
    let trust: OrganisationID
    let crisisTeam: ServiceID
    let university: OrganisationID
    let wellbeing: ServiceID
    let disability: ServiceID
    let outside: OrganisationID
    let contactPoint: ContactPointID
    let student: PersonID
    let nurse: Actor
    let trustManager: Actor
    let trustGovernance: Actor
    let sam: Actor
    let ana: Actor
    let manager: Actor
    let deputy: Actor
    let disabilityAdviser: Actor
    let studentHerself: Actor

    var announcements: ExchangeAnnouncements { ExchangeAnnouncements(engine) }
    var store: ExchangeStore {
        ExchangeStore(engine: engine, keys: keys, clock: clock)
    }
    var sweeper: Sweeper { Sweeper(engine: engine, keys: keys) }

    static func open<T>(
        at now: Date = TestTime.mondayMorning, _ body: (Bridge) async throws -> T
    ) async throws -> T {
        try await withDatabase(at: now) { engine in
            let bridge = Bridge(engine, now)
            try await bridge.build()
            return try await body(bridge)
        }
    }

    private init(_ engine: any Engine, _ now: Date) {
        (self.engine, clock) = (engine, MovableClock(now))
        (trust, university, outside) = (.init(at: now), .init(at: now), .init(at: now))
        (crisisTeam, wellbeing, disability) = (.init(at: now), .init(at: now), .init(at: now))
        (contactPoint, student) = (.init(at: now), .init(at: now))
        func person(_ role: Role, _ name: String, _ organisation: OrganisationID, _ team: ServiceID?) -> Actor {
            Actor(
                accountID: .init(at: now), membershipID: .init(at: now), organisationID: organisation, serviceID: team,
                role: role, name: name)
        }
        nurse = person(.clinician, "Grace Osei", trust, crisisTeam)
        trustManager = person(.serviceManager, "Ruth Hall", trust, nil)
        trustGovernance = person(.informationGovernanceLead, "Ivo Petrov", trust, nil)
        sam = person(.practitioner, "Sam Reed", university, wellbeing)
        ana = person(.practitioner, "Ana Costa", university, wellbeing)
        manager = person(.serviceManager, "Priya Shah", university, nil)
        deputy = person(.practitioner, "Dev Patel", university, wellbeing)
        disabilityAdviser = person(.practitioner, "Lou Kerr", university, disability)
        studentHerself = Actor(
            accountID: .init(at: now), organisationID: nil, role: .student, personID: student, name: "Mia Lund")
    }

    private var people: [Actor] {
        [nurse, trustManager, trustGovernance, sam, ana, manager, deputy, disabilityAdviser, studentHerself]
    }

    private func build() async throws {
        let bridge = self
        try await engine.write { database in
            try bridge.insertOrganisations(database)
            try bridge.insertContact(database)
            for person in bridge.people { try bridge.insert(person, database) }
            try database.execute(
                """
                INSERT INTO person (id, given_name_sealed, family_name_sealed, birth_date_sealed, name_birth_index,
                    created_by_organisation_id, created_at)
                VALUES (\(bridge.student), \(bridge.keys.seal("Mia", "person.given_name")),
                    \(bridge.keys.seal("Lund", "person.family_name")),
                    \(bridge.keys.seal("2006-03-09", "person.birth_date")), 'mia', \(bridge.trust), 0)
                """)
        }
    }

    private func insertOrganisations(_ database: any Writing) throws {
        let organisations: [(OrganisationID, OrganisationKind, String, Date?)] = [
            (trust, .trust, "Leeds and York Partnership", clock.now), (university, .provider, "Leeds", clock.now),
            (outside, .provider, "York St John University", nil),
        ]
        for (id, kind, name, joined) in organisations {
            try database.execute(
                """
                INSERT INTO organisation (id, kind, name, legal_name, telephone, nation, joined_at)
                VALUES (\(id), \(kind), \(name), \(name), '01904 876 600', \(Nation.england), \(joined))
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
                VALUES (\(id), \(organisation), 'wellbeing', \(name), '0113 343 0000', 0)
                """)
            for weekday in 1...5 {
                try database.execute(
                    "INSERT INTO service_hours VALUES (\(id), 'always', \(weekday), \(9 * 60), \(17 * 60))")
            }
        }
    }

    private func insertContact(_ database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO contact_point (id, service_id, organisation_id, purpose, verify_every_days, verified_at)
            VALUES (\(contactPoint), \(wellbeing), \(university), 'notices', 90, \(clock.now))
            """)
        for (rank, holder) in [(0, sam), (1, deputy)] {
            try database.execute(
                """
                INSERT INTO contact_holder (id, contact_point_id, rank, account_id, name)
                VALUES (\(ContactHolderID(at: clock.now)), \(contactPoint), \(rank), \(holder.accountID), \(holder.name))
                """)
        }
    }

    private func insert(_ person: Actor, _ database: any Writing) throws {
        try database.execute(
            """
            INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, person_id, created_at)
            VALUES (\(person.accountID), \(person.accountID), \(Data()), \(keys.seal(person.name, "account.name")), '',
                \(person.personID), 0)
            """)
        guard let organisation = person.organisationID else { return }
        try database.execute(
            """
            INSERT INTO membership (id, account_id, organisation_id, service_id, role, created_at)
            VALUES (\(person.membershipID), \(person.accountID), \(organisation), \(person.serviceID), \(person.role), 0)
            """)
    }
}
