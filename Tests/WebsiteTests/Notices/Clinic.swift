import Database
import Directory
import Foundation
import TestSupport
import Vocabulary

@testable import Footbridge

/// A trust with a liaison team, a university that has joined and one that has not, and a clinician at her phone.
struct Clinic: Sendable {
    let site: TestSite
    let clinician: TestVisitor
    let trust: OrganisationID
    let liaison: ServiceID
    let university: OrganisationID
    let wellbeing: ServiceID
    let outside: OrganisationID

    static func with(at now: Date = TestTime.mondayMorning, _ body: (Clinic) async throws -> Void) async throws {
        try await TestSite.with(at: now) { site in try await body(try await Clinic(site, now)) }
    }

    private init(_ site: TestSite, _ now: Date) async throws {
        let (trust, university, outside) = (OrganisationID(at: now), OrganisationID(at: now), OrganisationID(at: now))
        let (liaison, wellbeing) = (ServiceID(at: now), ServiceID(at: now))
        (self.site, self.trust, self.university, self.outside) = (site, trust, university, outside)
        (self.liaison, self.wellbeing) = (liaison, wellbeing)
        try await site.ground.engine.write { database in
            for (id, kind, name, joined) in [
                (trust, OrganisationKind.trust, "Leeds Teaching Hospitals", now as Date?),
                (university, .provider, "University of Leeds", now),
                (outside, .provider, "York St John University", nil),
            ] {
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, telephone, nation, joined_at)
                    VALUES (\(id), \(kind), \(name), \(name), '01904 876 600', \(Nation.england), \(joined))
                    """)
            }
            let address = "Lord Mayor's Walk, York, YO31 7EX"
            try database.execute(
                "UPDATE organisation SET address = \(address), postcode = 'YO31 7EX' WHERE id = \(outside)")
            for (id, organisation, name) in [
                (liaison, trust, "A&E liaison"), (wellbeing, university, "Student Wellbeing"),
            ] {
                try database.execute(
                    """
                    INSERT INTO service (id, organisation_id, kind, name, telephone, out_of_hours_telephone, updated_at)
                    VALUES (\(id), \(organisation), 'wellbeing', \(name), '0113 343 0000', '0113 343 9999', 0)
                    """)
                for weekday in 1...5 {
                    try database.execute("INSERT INTO service_hours VALUES (\(id), 'always', \(weekday), 540, 1020)")
                }
            }
            try database.execute(
                """
                INSERT INTO contact_point (id, service_id, organisation_id, purpose, verify_every_days, verified_at)
                VALUES (\(ContactPointID(at: now)), \(wellbeing), \(university), 'notices', 90, \(now))
                """)
            try database.execute(
                """
                INSERT INTO contact_holder (id, contact_point_id, rank, name, job_title, email)
                SELECT \(ContactHolderID(at: now)), id, 0, 'Sam Reed', 'Wellbeing lead', 'sam@example.ac.uk'
                FROM contact_point
                """)
        }
        clinician = try await site.visitor(.clinician, organisation: trust, service: liaison, name: "Grace Osei")
    }

    /// Starts a draft.
    /// - Returns: its address, to which the steps are added.
    func begin(as visitor: TestVisitor? = nil) async throws -> String {
        let answer = try await (visitor ?? clinician).post("/notices")
        return String((answer.location ?? "").dropLast("/who".count))
    }

    /// Fills in one step as its page would be sent.
    func fill(_ step: String, of draft: String, _ fields: [(String, String)]) async throws -> TestAnswer {
        let page = try await clinician.get("\(draft)/\(step)")
        return try await clinician.post("\(draft)/\(step)", fields + [("seen", page.seen)])
    }

    /// As far as the page for what happened.
    func consented(to provider: OrganisationID? = nil) async throws -> String {
        let draft = try await begin()
        _ = try await fill("who", of: draft, Self.ari)
        _ = try await fill("student", of: draft, [("answer", "yes"), ("provider", (provider ?? university).rawValue)])
        _ = try await fill(
            "consent", of: draft,
            [("answer", "given"), ("categories", "contactHappened"), ("categories", "riskSummary")])
        return draft
    }

    /// As far as the last page.
    func complete(to provider: OrganisationID? = nil, urgency: String = "within48Hours") async throws -> String {
        let draft = try await consented(to: provider)
        _ = try await fill("happened", of: draft, Self.happened + [("urgency", urgency)])
        return draft
    }

    func execute(_ sql: SQL) async throws { try await site.ground.engine.write { try $0.execute(sql) } }

    func count(_ sql: SQL) async throws -> Int { try await site.ground.engine.read { try $0.count(sql) } }

    /// The only person on record.
    func person() async throws -> String {
        try await site.ground.engine.read { database in
            try database.row("SELECT id FROM person").map { row -> String in try row("id") } ?? ""
        }
    }

    /// The page of the only notice that was sent.
    func sent() async throws -> String {
        try await site.ground.engine.read { database in
            try database.row("SELECT id FROM exchange").map { row in "/exchanges/\(try row("id") as String)" } ?? ""
        }
    }

    static let ari = [
        ("nhsNumber", "943 476 5919"), ("givenName", "Ari"), ("familyName", "Lind"), ("birthDate-day", "9"),
        ("birthDate-month", "3"), ("birthDate-year", "2004"),
    ]
    static let happened = [
        ("kind", "presentation"), ("when", "now"), ("text-riskSummary", "Says that life feels pointless."),
        ("requests", "checkInWithin48Hours"),
    ]
}

extension TestAnswer {
    /// The hidden field that tells what a page has seen.
    var seen: String {
        let rest = body.components(separatedBy: "name=\"seen\" value=\"").dropFirst().first ?? ""
        return String(rest.prefix { $0 != "\"" })
    }
}
