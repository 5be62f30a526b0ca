import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("What is due, in a person’s calendar")
struct CalendarTests {
    @Test("shows what they have taken, at the time it is due, and neither a name nor a word of health")
    func taken() async throws {
        try await TwoSides.with { sides in
            let id = try await sides.acknowledged()
            let address = try await sides.sam.makeCalendar()
            let before = try await sides.site.stranger.get(address)
            #expect(before.status == 200 && !before.says("BEGIN:VEVENT"))
            _ = try await sides.sam.post("/exchanges/\(id)/assignment")
            let after = try await sides.site.stranger.get(address)
            #expect(after.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(
                after.says("UID:exchange-\(id)@") && after.says("SUMMARY:Footbridge: an item you have taken is due"))
            let due = try #require(try await sides.state(id).dueAt)
            let moment = due.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
            #expect(after.says("DTSTART:\(moment)\r\n"))
            for word in ["Mia", "Lund", "Leeds", "Sam", "Reed", "crisis", "safe", "student", "Student"] {
                #expect(!after.says(word), "\(word)")
            }
            let other = try await sides.site.stranger.get(try await sides.ana.makeCalendar())
            #expect(other.status == 200 && !other.says("BEGIN:VEVENT"))
        }
    }

    @Test("shows a lead when a decision is due, and a holder when a contact wants verifying")
    func others() async throws {
        try await StudentTown.open { town in
            _ = try await town.caseLaid()
            let calendar = try await town.site.stranger.get(try await town.lead.makeCalendar())
            #expect(calendar.says("a decision is due") && !calendar.names("Mia"))
        }
        try await DirectoryWorld.with { world in
            _ = try await world.priya.post("/directory/contacts/\(world.point)/verification")
            let calendar = try await world.site.stranger.get(try await world.priya.makeCalendar())
            #expect(calendar.says("a contact wants verifying") && !calendar.says("Priya"))
        }
    }

    @Test("stops at once when the address is renewed or ended, and keeps no secret")
    func renewed() async throws {
        try await DirectoryWorld.with { world in
            let first = try await world.priya.makeCalendar()
            let second = try await world.priya.makeCalendar()
            #expect(first != second)
            #expect(try await world.site.stranger.get(first).status == 404)
            #expect(try await world.site.stranger.get(second).status == 200)
            let secret = second.replacing("/calendar/", with: "").replacing(".ics", with: "")
            #expect(try await world.priya.get("/account/calendar").says(secret) == false)
            let kept = try await world.site.ground.engine.read { database in
                try database.rows("SELECT secret_hash FROM calendar_address").map { try $0("secret_hash") as String }
            }
            #expect(kept.count == 1 && kept[0].count == 64 && kept[0] != secret)
            let ended = try await world.priya.post("/account/calendar/end")
            #expect(ended.location == "/account/calendar")
            #expect(try await world.site.stranger.get(second).status == 404)
        }
    }

    @Test("is not found for a wrong secret, for who holds no role any more, and for a disabled account")
    func denied() async throws {
        try await DirectoryWorld.with { world in
            let address = try await world.priya.makeCalendar()
            for path in [
                "/calendar/x.ics", "/calendar/\(String(repeating: "a", count: 43))", address + "x", "/calendar/%00",
            ] {
                #expect(try await world.site.stranger.get(path).status == 404, "\(path)")
            }
            let account = try #require(try await world.priya.actor().accountID)
            for change: SQL in ["UPDATE account SET disabled_at = 1", "UPDATE membership SET ended_at = 1"] {
                let column: SQL = change.text.contains("membership") ? "account_id" : "id"
                try await world.site.ground.engine.write {
                    try $0.execute("\(sql: change) WHERE \(sql: column) = \(account)")
                }
                #expect(try await world.site.stranger.get(address).status == 404, "\(change.text)")
                try await world.site.ground.engine.write {
                    try $0.execute("UPDATE account SET disabled_at = NULL WHERE id = \(account)")
                }
            }
        }
    }

    @Test("is made by staff for themselves alone: a student and the operator have none")
    func roles() async throws {
        try await DirectoryWorld.with { world in
            let student = try await world.site.visitor(.student)
            let keeper = try await world.site.visitor(.operator)
            for visitor in [student, keeper] {
                #expect(try await visitor.get("/account/calendar").status == 403)
                #expect(try await visitor.post("/account/calendar").status == 403)
                #expect(try await visitor.post("/account/calendar/end").status == 403)
                #expect(try await visitor.get("/account").says("in your calendar") == false)
            }
            #expect(try await world.priya.get("/account").says("in your calendar"))
            #expect(try await world.site.stranger.get("/account/calendar").status == 303)
        }
    }

    @Test("is given to an address that asks too often no more than any page is")
    func tooMany() async throws {
        try await TestSite.with(settings: ["FOOTBRIDGE_REQUESTS_PER_MINUTE": "10"]) { site in
            for status in Array(repeating: 404, count: 10) + [429] {
                let answer = try await site.stranger.get("/calendar/guess")
                #expect(answer.status == status)
            }
        }
    }
}

@Suite("An iCalendar object")
struct CalendarTextTests {
    private func entry(_ summary: String) throws -> CalendarEntry {
        let address = try #require(URL(string: "https://footbridge.example/exchanges/1"))
        return CalendarEntry(id: "a@b", summary: summary, dueAt: TestTime.fridayNight, address: address)
    }

    @Test("folds lines at 75 bytes without breaking a character")
    func folding() throws {
        let long = String(repeating: "é", count: 100)
        let text = CalendarText([try entry(long)], at: TestTime.mondayMorning).text
        #expect(text.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 75 })
        #expect(text.replacing("\r\n ", with: "").contains("SUMMARY:\(long)\r\n"))
        #expect(text.hasPrefix("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") && text.hasSuffix("END:VCALENDAR\r\n"))
    }

    @Test("escapes what has a meaning of its own, and writes times in UTC")
    func escaping() throws {
        let text = CalendarText([try entry("a, b; c \\ d\ne")], at: TestTime.mondayMorning).text
        #expect(text.contains("SUMMARY:a\\, b\\; c \\\\ d\\ne\r\n"))
        #expect(text.contains("DTSTART:20261120T234000Z\r\n") && text.contains("DTSTAMP:20261123T091500Z\r\n"))
    }
}

extension TestVisitor {
    /// Makes a calendar address on the account page.
    /// - Returns: its path.
    func makeCalendar() async throws -> String {
        let page = try await post("/account/calendar")
        let address = page.body.firstMatch(of: /\/calendar\/[A-Za-z0-9_-]+\.ics/)
        return address.map { String($0.output) } ?? ""
    }
}
