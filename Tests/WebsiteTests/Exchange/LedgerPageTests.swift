import Database
import Exchange
import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The ledger")
struct LedgerPageTests {
    @Test("a manager sees what nobody answered, by how much it is late, and no student's name")
    func unanswered() async throws {
        try await TwoSides.with { sides in
            _ = try await sides.send(.immediately)
            sides.site.clock.advance(by: 3 * 3600)
            let manager = try await sides.site.visitor(.serviceManager, organisation: sides.university)
            let page = try await manager.get("/ledger?finding=unanswered")
            #expect(page.status == 200)
            #expect(page.says("Nobody answered (1)") && page.says("Acknowledgement 2 hours overdue"))
            #expect(!page.says("Lund"))
        }
    }

    @Test("it says whose it is, the team's or all teams', and of each line between which teams; the file too")
    func teams() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let crisisTeam = try await sides.site.visitor(
                .serviceManager, organisation: sides.trust, service: sides.crisisTeam)
            let wellbeing = try await sides.site.visitor(
                .serviceManager, organisation: sides.university, service: sides.wellbeing)
            let disability = try await sides.site.visitor(
                .serviceManager, organisation: sides.university, service: sides.disability)
            let whose = { (words: String) in "<span class=\"nhsuk-caption-m\">\(words)</span>" }
            for (reader, words) in [
                (crisisTeam, "Crisis team, Leeds and York Partnership"), (wellbeing, "Wellbeing, University of Leeds"),
                (sides.manager, "All teams, University of Leeds"),
            ] {
                let page = try await reader.get("/ledger")
                #expect(page.says(whose(words)) && page.says("/exchanges/\(id)"), "\(words)")
                #expect(page.says("</span>Crisis team, Leeds and York Partnership</td>"))
                #expect(page.says("</span>Wellbeing, University of Leeds</td>"))
            }
            let other = try await disability.get("/ledger")
            #expect(other.says(whose("Disability, University of Leeds")) && !other.says("/exchanges/\(id)"))
            let file = try await sides.manager.get("/ledger.csv")
            #expect(file.says("\"from team\",\"to team\"") && file.says("\"Crisis team\",\"Wellbeing\""))
        }
    }

    @Test("it is downloaded as a file, with a cell that begins like a formula made plain")
    func file() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let reference = try await sides.store.exchange(id, as: try await sides.nurse.actor()).facts.reference
            let file = try await sides.manager.get("/ledger.csv")
            #expect(file.headers[.contentType]?.hasPrefix("text/csv") == true)
            #expect(file.says("\"reference\",\"kind\"") && file.says("\"\(reference)\",\"Crisis contact\""))
            #expect(!file.says("Lund"))
        }
    }

    @Test("what has not happened is overdue, what happened late was late; who has it stands in the file, with the zone")
    func lateness() async throws {
        try await TwoSides.with { sides in
            let (id, sam) = (try await sides.send(.immediately), try await sides.sam.actor())
            sides.site.clock.advance(by: 3 * 3600)
            let back = try await sides.site.visitor(signedInAs: sam.account())
            _ = try await back.get("/exchanges/\(id)")
            _ = try await back.post("/exchanges/\(id)/acknowledgement")
            sides.site.clock.advance(by: 20 * 86_400)
            let manager = try await sides.site.visitor(.serviceManager, organisation: sides.university)
            let page = try await manager.get("/ledger")
            #expect(page.says("Acknowledged 2 hours late") && page.says("; Contact ") && page.says(" overdue"))
            #expect(!page.says("Student contacted 20 days late"))
            try await sides.store.take(id, by: sam)
            let file = try await manager.get("/ledger.csv")
            #expect(file.says("\"sent (UTC)\"") && file.says("\"case worker\",\"holder\""))
            #expect(file.says("\"Sam Reed\",\"Grace Osei, Leeds and York Partnership\""))
        }
    }

    @Test("days are read as people here write them")
    func days() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.send()
            let today = CalendarDate(sides.site.clock.now)
            let typed = "\(today.day)/\(today.month)/\(today.year)".urlEncoded
            let page = try await sides.manager.get("/ledger?from=\(typed)&to=\(typed)")
            #expect(page.status == 200 && page.says("/exchanges/\(id)"))
        }
    }

    @Test("an impossible period is told beside its field, and what was typed stays")
    func faulty() async throws {
        try await TwoSides.with { sides in
            let page = try await sides.manager.get("/ledger?from=2026-02-31&to=2026-03-01")
            #expect(page.status == 422)
            #expect(page.says("id=\"from-error\"") && page.says("value=\"2026-02-31\""))
            let reversed = try await sides.manager.get("/ledger?from=2026-03-02&to=2026-03-01")
            #expect(reversed.says("The last day must not be before the first."))
        }
    }

    @Test("what was late when the student withdrew consent says so, by how much until then, also in the file")
    func withdrawn() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let due = try #require(try await sides.state(id).deadlines?.contacted)
            sides.site.clock.advance(by: due.timeIntervalSince(sides.site.clock.now) + 7200)
            let now = sides.site.clock.now
            try await sides.site.ground.engine.write { database in
                try database.execute(
                    """
                    INSERT INTO exchange_event (id, exchange_id, seq, kind, at, detail)
                    VALUES (\(ExchangeEventID(at: now)), \(id), 99, 'consentWithdrawn', \(now), '{}')
                    """)
            }
            sides.site.clock.advance(by: 86_400)
            let manager = try await sides.site.visitor(.serviceManager, organisation: sides.university)
            for path in ["/ledger", "/ledger.csv"] {
                let page = try await manager.get(path)
                #expect(page.says("Acknowledged; consent withdrawn"), "\(path)")
                #expect(page.says("Contact 2 hours overdue until consent was withdrawn"), "\(path)")
            }
            let nurse = try await sides.site.visitor(
                .clinician, organisation: sides.trust, service: sides.crisisTeam, name: "Lee Park")
            for reader in [manager, nurse] {
                let page = try await reader.get("/exchanges/\(id)")
                #expect(page.says("The student withdrew consent, 2 hours after it was due"))
            }
        }
    }
}
