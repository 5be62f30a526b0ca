import Directory
import Foundation
import TestSupport
import Vocabulary

@testable import Footbridge
@testable import Website

/// A site with two universities, their people, and one service with a contact.
struct DirectoryWorld {
    let site: TestSite
    let leeds = OrganisationID(at: TestTime.fridayNight)
    let beckett = OrganisationID(at: TestTime.fridayNight)
    let manager: TestVisitor
    let priya: TestVisitor
    let sam: TestVisitor
    let stranger: TestVisitor
    let service: ServiceID
    let point: ContactPointID
    let holder: ContactHolderID

    init(_ site: TestSite) async throws {
        self.site = site
        let (leeds, beckett, now) = (leeds, beckett, site.clock.now)
        try await site.ground.engine.write { database in
            for (id, name) in [(leeds, "University of Leeds"), (beckett, "Leeds Beckett University")] {
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, telephone, nation, icb_ods_code, joined_at)
                    VALUES (\(id), 'provider', \(name), \(name), '0113 243 1751', 'england', 'QWO', \(now))
                    """
                )
            }
            try database.execute(
                """
                INSERT INTO organisation (id, kind, name, legal_name, nation)
                VALUES (\(OrganisationID(at: now)), 'provider', 'Falmouth University', 'Falmouth University', 'england')
                """
            )
            try database.execute(
                """
                INSERT INTO integrated_care_board (ods_code, gss_code, name, nhs_region)
                VALUES ('QWO', 'E54000054', 'NHS West Yorkshire Integrated Care Board', 'North East and Yorkshire')
                """
            )
        }
        manager = try await site.visitor(.serviceManager, organisation: leeds, name: "Moira Kane")
        priya = try await site.visitor(.practitioner, organisation: leeds, name: "Priya Shah")
        sam = try await site.visitor(.practitioner, organisation: leeds, name: "Sam Reed")
        stranger = try await site.visitor(.serviceManager, organisation: beckett, name: "Otto Vale")
        let keeper = try await manager.actor()
        let store = DirectoryStore(engine: site.ground.engine, keys: site.ground.keys, clock: site.clock)
        service = try await store.openService(
            ServiceText(
                kind: .wellbeing, name: "Student Wellbeing", offer: "Talks & advice", limits: "No medication",
                waiting: "5 days", howToRefer: "By this bridge", telephone: "0113 343 4107"
            ), by: keeper
        )
        try await store.setHours(OpeningHours.office, of: service, by: keeper)
        point = try await store.openContactPoint(
            ContactPointText(purpose: .notices, email: "wellbeing@example.ac.uk"), at: service, by: keeper
        )
        let (first, second) = (try await priya.actor(), try await sam.actor())
        holder = try await store.appoint(
            HolderText(accountID: first.accountID, name: first.name, jobTitle: "Head of Wellbeing"), to: point,
            by: keeper
        )
        _ = try await store.appoint(HolderText(accountID: second.accountID, name: second.name), to: point, by: keeper)
    }

    static func with(_ body: (DirectoryWorld) async throws -> Void) async throws {
        try await TestSite.with { site in
            let world = try await DirectoryWorld(site)
            try await body(world)
        }
    }
}
