import Foundation
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The directory's pages")
struct DirectoryPagesTests {
    @Test("everybody on the staff finds organisations by name, nickname, service and area")
    func search() async throws {
        try await DirectoryWorld.with { world in
            let first = try await world.stranger.get("/directory")
            #expect(first.status == 200)
            #expect(first.says("Organisations that have joined"))
            #expect(first.says("University of Leeds") && first.says("Student Wellbeing"))
            #expect(!first.says("Falmouth University"))
            let falmouth = try await world.priya.get("/directory?q=the+one+in+falmoth")
            #expect(falmouth.says("Falmouth University") && falmouth.says("Not on Footbridge"))
            let service = try await world.priya.get("/directory?q=wellbeing")
            #expect(service.says("University of Leeds") && !service.says("Leeds Beckett University"))
            let area = try await world.priya.get("/directory?q=&area=QWO")
            #expect(area.says("2 in West Yorkshire"))
            #expect(area.says("headquarters"))
            let nothing = try await world.priya.get("/directory?q=zzzz%3Cscript%3E")
            #expect(nothing.says("Nothing found") && !nothing.says("<script>"))
            #expect(nothing.says("Contains OS data") || nothing.says("contains OS data"))
        }
    }

    @Test("the field “which university?” is answered at each letter, for staff only")
    func suggestions() async throws {
        try await DirectoryWorld.with { world in
            let answer = try await world.priya.get("/directory/providers.json?q=leeds+b")
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.says("\"words\":\"1 found\"") && answer.says("\"name\":\"Leeds Beckett University\""))
            #expect(answer.says("\"hasJoined\":true"))
            let nothing = try await world.priya.get("/directory/providers.json")
            #expect(nothing.says("\"found\":[]") && nothing.says("Nothing found. Try fewer letters, or the town."))
            #expect(try await world.site.stranger.get("/directory/providers.json?q=leeds").status == 303)
            let student = try await world.site.visitor(.student)
            #expect(try await student.get("/directory/providers.json?q=leeds").status == 403)
        }
    }

    @Test("a service says what it offers, when it is open, who receives what and how fresh that is")
    func service() async throws {
        try await DirectoryWorld.with { world in
            let page = try await world.stranger.get("/directory/services/\(world.service)")
            for words in [
                "Student Wellbeing", "University of Leeds", "Talks &amp; advice", "What it does not do", "5 days",
                "By this bridge", "tel:01133434107", "Open now, until Mon 23 Nov, 17:00", "Monday to Friday",
                "09:00 to 17:00", "Saturday to Sunday", "Notices about students", "Priya Shah, Head of Wellbeing",
                "Deputies: Sam Reed", "Nobody has verified this contact yet.", "25 December 2026: Bank holiday",
            ] { #expect(page.says(words), "\(words)") }
            #expect(!page.says("Keep this page"))
            #expect(try await world.manager.get("/directory/services/\(world.service)").says("Keep this page"))
            let organisation = try await world.stranger.get("/directory/organisations/\(world.leeds)")
            #expect(organisation.says("0113 243 1751") && organisation.says("West Yorkshire"))
        }
    }

    @Test("a manager edits the text; a fault comes back beside its field with what was typed")
    func edit() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/text"
            let page = try await world.manager.get(path)
            #expect(page.says("Talks &amp; advice") && page.says("href=\"/directory/upkeep\">Keep the directory</a>"))
            let wrong = try await world.manager.post(
                path, [("name", ""), ("kind", "wellbeing"), ("offer", "Still here")])
            #expect(wrong.status == 422)
            #expect(wrong.says("There is a problem") && wrong.says("id=\"name-error\"") && wrong.says("Still here"))
            let right = try await world.manager.post(
                path, [("name", "Wellbeing"), ("kind", "wellbeing"), ("offer", "New")])
            #expect(right.location == "/directory/services/\(world.service)")
            #expect(try await world.stranger.get("/directory/services/\(world.service)").says("New"))
        }
    }

    @Test("of two tabs the second is told, and keeps what was typed in it")
    func twoTabs() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/text"
            let second = try await world.manager.post(
                path, [("name", "Wellbeing"), ("kind", "wellbeing"), ("offer", "Second tab"), ("seen", "1")]
            )
            #expect(second.status == 422)
            #expect(second.says("after you opened it") && second.says("Second tab"))
            #expect(try await world.stranger.get("/directory/services/\(world.service)").says("Talks &amp; advice"))
        }
    }

    @Test("opening a service leads to its hours; hours are read as people type them")
    func openAndHours() async throws {
        try await DirectoryWorld.with { world in
            let fields = [("name", "Counselling"), ("kind", "counselling")]
            let opened = try await world.manager.post("/directory/new-service", fields)
            let path = try #require(opened.location)
            #expect(path.hasSuffix("/hours"))
            let wrong = try await world.manager.post(path, [("always.1", "nine to five"), ("term.2", "10-12, 11-14")])
            #expect(wrong.status == 422)
            #expect(wrong.says("value=\"nine to five\"") && wrong.says("id=\"always.1-error\""))
            let overlap = try await world.manager.post(path, [("term.2", "10-12, 11-14")])
            #expect(overlap.says("two openings overlap") && overlap.says("value=\"10-12, 11-14\""))
            let right = try await world.manager.post(path, [("always.1", "9-5pm"), ("bankHoliday.1", "24 hours")])
            let page = try await world.manager.get(try #require(right.location))
            #expect(page.says("09:00 to 17:00") && page.says("24 hours"))
        }
    }

    @Test("hours that are emptied altogether are asked about once more, and nothing is saved until then")
    func noHours() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/hours"
            let asked = try await world.manager.post(path, [])
            #expect(asked.status == 422 && asked.says("This leaves the team with no hours"))
            #expect(asked.says("Save it without any hours"))
            #expect(try await world.stranger.get("/directory/services/\(world.service)").says("09:00 to 17:00"))
            let saved = try await world.manager.post(path, [("none", "yes")])
            #expect(saved.status == 303)
            #expect(try await !world.stranger.get("/directory/services/\(world.service)").says("09:00 to 17:00"))
            #expect(try await world.manager.post(path, []).status == 303)
        }
    }

    @Test("Enter in a field of the hours presses Save, also where saving without any is offered")
    func enter() async throws {
        try await DirectoryWorld.with { world in
            let asked = try await world.manager.post("/directory/services/\(world.service)/hours", [])
            let main = try #require(asked.body.split(separator: "<main").last)
            let buttons = main.matches(of: /<button[^>]*type="submit"[^>]*>([^<]*)<\/button>/).map { String($0.1) }
            // A browser takes the first submit button of a form for the one that Enter means.
            #expect(buttons == ["Save", "Save it without any hours"])
        }
    }

    @Test("who shuts a team for some days reads first which times run on, and whether a number is on record for them")
    func whatRunsOn() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/closures"
            let without = try await world.manager.get(path)
            #expect(
                without.says("the time to reach a student runs on") && without.says("No number for that is on record"))
            let number = "0113 343 9999"
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE service SET out_of_hours_telephone = \(number) WHERE id = \(world.service)")
            }
            #expect(try await world.manager.get(path).says("The number for that is 0113 343 9999."))
            #expect(try await world.stranger.get(path).status == 404)
        }
    }

    @Test("closures and terms are entered, refused when the wrong way round, and removed")
    func spans() async throws {
        try await DirectoryWorld.with { world in
            let path = "/directory/services/\(world.service)/closures"
            func span(_ from: String, _ to: String) -> [(String, String)] {
                [
                    ("fromOn-day", from), ("fromOn-month", "12"), ("fromOn-year", "2026"), ("toOn-day", to),
                    ("toOn-month", "12"), ("toOn-year", "2026"),
                ]
            }
            let backwards = try await world.manager.post(path, span("24", "1") + [("reason", "Christmas")])
            #expect(backwards.status == 422 && backwards.says("must not be before the first"))
            let impossible = try await world.manager.post(path, span("24", "32") + [("reason", "Christmas")])
            #expect(impossible.status == 422 && impossible.says("value=\"32\"") && impossible.says("id=\"toOn-error\""))
            let endless = span("1", "1").dropLast() + [("toOn-year", "2062"), ("reason", "Christmas")]
            let refused = try await world.manager.post(path, Array(endless))
            #expect(refused.status == 422 && refused.says("That is more than a year."))
            #expect(refused.says("id=\"toOn-error\""))
            _ = try await world.manager.post(path, span("24", "31") + [("reason", "Christmas")])
            #expect(
                try await world.stranger.get("/directory/services/\(world.service)").says(
                    "24 December 2026 to 31 December 2026: Christmas"))
            #expect(try await world.manager.post("\(path)/2026-12-24/removal").location == path)
            #expect(try await world.manager.post("\(path)/2026-12-24/removal").status == 404)
            let term = try await world.manager.post("/directory/terms", span("1", "11") + [("termName", "Autumn")])
            #expect(term.location == "/directory/terms")
            #expect(try await world.manager.get("/directory/terms").says("1 December 2026 to 11 December 2026"))
            #expect(try await world.manager.post("/directory/terms/2026-12-01/removal").status == 303)
        }
    }
}
