import Audit
import Database
import Foundation
import TestSupport
import Vocabulary

@testable import Directory

/// Two universities with staff, and a store with a clock to move.
struct DirectoryFixture {
    let engine: any Engine
    let clock = MovableClock(TestTime.mondayMorning)
    let store: DirectoryStore
    let leeds = OrganisationID(at: TestTime.fridayNight)
    let beckett = OrganisationID(at: TestTime.fridayNight)
    let campus = CampusID(at: TestTime.fridayNight)
    let manager: Actor
    let priya: Actor
    let sam: Actor
    let stranger: Actor

    init(_ engine: any Engine) async throws {
        self.engine = engine
        store = DirectoryStore(engine: engine, keys: KeyRing(), clock: clock)
        manager = Self.staff("Moira Kane", .serviceManager, leeds)
        priya = Self.staff("Priya Shah", .practitioner, leeds)
        sam = Self.staff("Sam Reed", .practitioner, leeds)
        stranger = Self.staff("Otto Vale", .serviceManager, beckett)
        let (actors, now) = ([manager, priya, sam, stranger], clock.now)
        let (leeds, beckett, campus) = (leeds, beckett, campus)
        try await engine.write { database in
            for (id, name) in [(leeds, "University of Leeds"), (beckett, "Leeds Beckett University")] {
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, telephone, nation, joined_at)
                    VALUES (\(id), 'provider', \(name), \(name), '0113 243 1751', \(Nation.england), \(now))
                    """
                )
            }
            try database.execute(
                """
                INSERT INTO campus (id, organisation_id, location_code, name, nation)
                VALUES (\(campus), \(leeds), 'MC', 'Main Campus', \(Nation.england))
                """
            )
            for actor in actors {
                try database.execute(
                    """
                    INSERT INTO membership (id, account_id, organisation_id, role, created_at)
                    VALUES (\(MembershipID(at: now)), \(actor.accountID), \(actor.organisationID), \(actor.role), \(now))
                    """
                )
            }
        }
    }

    func close(_ service: ServiceID, by actor: Actor) async throws {
        try await engine.write { [now = clock.now] in
            try DirectoryStore.closeService(service, by: actor, at: now, in: $0)
        }
    }

    /// A wellbeing service open in office hours.
    func wellbeing(campus: CampusID? = nil, named name: String = "Student Wellbeing") async throws -> ServiceID {
        let text = ServiceText(kind: .wellbeing, name: name, telephone: "0113 343 4107", campusID: campus)
        let id = try await store.openService(text, by: manager)
        try await store.setHours(OpeningHours.office, of: id, by: manager)
        return id
    }

    /// A contact for notices that Priya holds and Sam deputises, verified now.
    func contact(at service: ServiceID) async throws -> (ContactPointID, holder: ContactHolderID) {
        let text = ContactPointText(purpose: .notices, email: "wellbeing@leeds.example.ac.uk")
        let point = try await store.openContactPoint(text, at: service, by: manager)
        let holder = try await store.appoint(
            HolderText(accountID: priya.accountID, name: "Priya Shah", jobTitle: "Head of Wellbeing"), to: point,
            by: manager
        )
        _ = try await store.appoint(HolderText(accountID: sam.accountID, name: "Sam Reed"), to: point, by: manager)
        try await store.verify(point, by: priya)
        return (point, holder)
    }

    func route(_ purpose: ExchangePurpose = .notices, campus: CampusID? = nil) async throws -> RecipientTeam {
        try await store.recipientTeam(for: leeds, campus: campus, purpose: purpose, by: stranger)
    }

    func actions(on subject: some CustomStringConvertible) async throws -> [String] {
        let id = subject.description
        return try await engine.read { try AuditTrail.entries(on: id, in: $0).map(\.action) }
    }

    func posted(_ topic: String) async throws -> [String?] {
        try await engine.read { database in
            try database.rows("SELECT recipient_account_id FROM outbox_entry WHERE topic = \(topic)")
                .map { try $0("recipient_account_id") }
        }
    }

    static func staff(_ name: String, _ role: Role, _ organisation: OrganisationID) -> Actor {
        Actor(
            accountID: AccountID(at: TestTime.fridayNight), membershipID: MembershipID(at: TestTime.fridayNight),
            organisationID: organisation, role: role, name: name
        )
    }
}

func withDirectory(_ body: (DirectoryFixture) async throws -> Void) async throws {
    try await withDatabase { engine in try await body(try await DirectoryFixture(engine)) }
}
