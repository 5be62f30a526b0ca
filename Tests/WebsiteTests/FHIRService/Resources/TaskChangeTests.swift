import Accounts
import Exchange
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A change of a task")
struct TaskChangeTests {
    @Test("is opened, acknowledged, taken and closed in a person's name, which both sides see")
    func moved() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.send(asking: [.checkInWithin48Hours, .housingCheck])
            for status in ["received", "accepted", "in-progress"] {
                let answer = try await university.move(id, Self.to(status), as: world.sam)
                #expect(answer.status == 200)
                #expect(try Reply(answer).value["status"]?.string == status)
            }
            let state = try await world.state(id)
            let sam = try await world.sam.actor()
            #expect(state.milestones[.acknowledged]?.accountID == sam.accountID && state.assigneeID == sam.accountID)
            #expect(try await world.nurse.get("/exchanges/\(id)").says("through their own system"))
            let early = try await university.move(id, Self.closing(.supportInPlace), as: world.sam)
            #expect(early.status == 409 && early.says("Accept or decline everything"))
            for (request, answer) in zip(state.openRequests, ["accepted", "declined"]) {
                let step = Self.output("\"id\":\"\(request)\"", answer, words: "The room is safe.")
                #expect(try await university.move(id, step, as: world.sam).status == 200)
            }
            let unreached = try await university.move(id, Self.closing(.supportInPlace), as: world.sam)
            #expect(unreached.status == 409 && unreached.says("how and when the student was contacted"))
            #expect(try await university.move(id, Self.output(Self.reached, "telephone"), as: world.sam).status == 200)
            let closed = try Reply(try await university.move(id, Self.closing(.supportInPlace), as: world.sam)).value
            #expect(closed["status"]?.string == "completed" && closed["output"]?.items?.count == 3)
            #expect(try await world.state(id).answers.values.map(\.accepted).sorted { $0 && !$1 } == [true, false])
            #expect(try await university.read("Task?status=completed").ids == [id.rawValue])
        }
    }

    @Test("is declined with a reason and a word of where to go, and not without")
    func declined() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let bare = try await university.move(id, Self.to("rejected"), as: world.sam)
            #expect(bare.status == 422 && bare.says("Task.statusReason.coding"))
            let reason = """
                [{"op":"replace","path":"/status","value":"rejected"},{"op":"add","path":"/statusReason","value":
                {"coding":[{"system":"https://footbridge.example/CodeSystem/decline-reason","code":"leftTheUniversity"}],
                "text":"Her GP in York"}}]
                """
            let answer = try Reply(try await university.move(id, reason, as: world.sam)).value
            #expect(answer["status"]?.string == "rejected")
            #expect(try await trust.read("Task/\(id)").value["statusReason"]?["text"]?.string == "Her GP in York")
            #expect(try await university.move(id, Self.to("accepted"), as: world.sam).status == 409)
        }
    }

    @Test("changes nothing where it stands so already, and another person may still take it over")
    func standing() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let (id, ana) = (try await world.acknowledged(), try await trust.world.ana.actor())
            #expect(try await university.move(id, Self.to("in-progress"), as: world.sam).status == 200)
            let seen = try await university.read("Task/\(id)").value["meta"]?["versionId"]?.string
            let again = try await university.move(id, Self.to("in-progress"), as: world.sam)
            #expect(try Reply(again).value["meta"]?["versionId"]?.string == seen)
            #expect(try await university.move(id, Self.to("in-progress"), as: world.ana).status == 200)
            #expect(try await world.state(id).assigneeID == ana.accountID)
        }
    }

    @Test("says so where its words would be lost, or nobody's reading opens it")
    func idle() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.send()
            #expect(try await trust.move(id, Self.to("received"), as: world.nurse).status == 409)
            #expect(try await world.state(id).status == .sent)
            #expect(try await university.move(id, Self.to("received"), as: world.sam).status == 200)
            let reason =
                Self.to("accepted").dropLast()
                + ",{\"op\":\"add\",\"path\":\"/statusReason\",\"value\":{\"text\":\"We see her at nine\"}}]"
            let words = try await university.move(id, String(reason), as: world.sam)
            #expect(words.status == 422 && words.says("Task.statusReason") && words.says("Communication"))
            let outcome = Self.closing(.supportInPlace).replacing("completed", with: "accepted")
            #expect(try await university.move(id, outcome, as: world.sam).says("Task.businessStatus"))
            #expect(try await world.state(id).status == .opened)
        }
    }

    @Test("says so where words about how it ended, an outcome beside an answer, or parts of an answer would be lost")
    func lostWords() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let request = try #require(try await world.state(id).openRequests.first)
            let code = "{\"coding\":[{\"system\":\"\(FHIRSystem.outcome)\",\"code\":\"noActionNeeded\"}]"
            let ended = { (words: String) in
                "{\"op\":\"replace\",\"path\":\"/businessStatus\",\"value\":\(code)\(words)}}"
            }
            let declined = Self.output("\"id\":\"\(request)\"", "declined")
            let beside = declined.replacing("[{", with: "[\(ended("")),{", maxReplacements: 1)
            #expect(try await university.move(id, beside, as: world.sam).says("\"Task.businessStatus\""))
            let more = declined.replacing("\"valueCode\"", with: "\"comment\":\"She is away\",\"valueCode\"")
            #expect(try await university.move(id, more, as: world.sam).says("\"Task.output.comment\""))
            #expect(try await world.state(id).openRequests == [request])
            #expect(try await university.move(id, declined, as: world.sam).status == 200)
            let closing = { (words: String) in
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"completed\"},\(ended(words))]"
            }
            let words = try await university.move(id, closing(",\"text\":\"She went home\""), as: world.sam)
            #expect(words.status == 422 && words.says("\"Task.businessStatus.text\""))
            let title = try await university.move(
                id, closing(",\"text\":\"\(Outcome.noActionNeeded.title)\""), as: world.sam)
            #expect(title.status == 200)
            let open = try await world.acknowledged()
            #expect(try await university.read("Task?business-status=noActionNeeded").ids == [id.rawValue])
            #expect(try await trust.read("Task?business-status:not=noActionNeeded").ids == [open.rawValue])
        }
    }

    @Test("is recalled by its sender while nobody has read it, and not afterwards, nor by the recipient")
    func recalled() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let (unread, read) = (try await world.send(), try await world.acknowledged())
            let recall = """
                [{"op":"replace","path":"/status","value":"cancelled"},
                {"op":"add","path":"/statusReason","value":{"text":"The wrong university"}}]
                """
            #expect(try await university.move(unread, recall, as: world.sam).status == 403)
            #expect(try await trust.move(read, recall, as: world.nurse).status == 409)
            #expect(try await trust.move(unread, recall, as: world.nurse).status == 200)
            #expect(try await university.read("Task/\(unread)").value["status"]?.string == "cancelled")
            #expect(try await !university.fhir("Task/\(unread)").says("wrong university"))
        }
    }

    @Test("does not move without a version, from an old one, in nobody's name or in a stranger's")
    func refused() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.send()
            let open = Self.to("received")
            #expect(try await university.move(id, open, as: world.sam, headers: ["If-Match": ""]).status == 412)
            #expect(try await university.move(id, open, as: world.sam, headers: ["If-Match": "W/\"99\""]).status == 412)
            #expect(try await university.move(id, open, as: world.sam, headers: ["If-Match": "*"]).status == 428)
            #expect(try await university.fhir("Task/\(id)", .patch, open, headers: Self.patch).status == 428)
            let unnamed = try await university.move(id, open, as: world.sam, headers: ["X-Provenance": "{}"])
            #expect(unnamed.status == 400)
            // A colleague of another team, somebody of the other side, and somebody who has left.
            let adviser = try await world.site.visitor(
                .practitioner, organisation: world.university, service: world.disability, name: "Lou Kerr")
            for stranger in [adviser, world.nurse] {
                #expect(try await university.move(id, open, as: stranger).status == 422)
            }
            let left = try await world.ana.actor()
            let role = try await university.role(of: world.ana)
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE membership SET ended_at = 1 WHERE id = \(left.membershipID)")
            }
            let provenance = "{\"resourceType\":\"Provenance\",\"agent\":[{\"who\":{\"reference\":\"\(role)\"}}]}"
            #expect(
                try await university.move(id, open, as: world.sam, headers: ["X-Provenance": provenance]).status == 422)
            #expect(try await world.state(id).status == .sent)
        }
    }

    @Test("does not let a role do through a system what it may not do by itself")
    func roles() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let lead = try await world.site.visitor(
                .partnershipLead, organisation: world.university, service: world.wellbeing, name: "Pat Lead")
            let id = try await world.acknowledged()
            #expect(try await university.move(id, Self.to("in-progress"), as: lead).status == 403)
        }
    }

    @Test("is not there, nor is its thread, for a system of another organisation, whoever it says did it")
    func foreign() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            let elsewhere = try await world.site.organisation()
            let team = try await trust.newTeam(of: elsewhere)
            let stranger = try await trust.another(of: elsewhere, team: team)
            let own = try await world.site.visitor(.practitioner, organisation: elsewhere, service: team)
            let tag = try #require(try await trust.fhir("Task/\(id)").headers[.eTag])
            let whole = try await trust.fhir("Task/\(id)").body
            for person in [own, world.sam] {
                let role = try await stranger.role(of: person)
                let headers = [
                    "If-Match": tag, "X-Provenance": try await stranger.provenance(of: person),
                    "X-Request-Id": UUID().uuidString.lowercased(),
                ]
                let steps = headers.merging(Self.patch) { $1 }
                let moved = try await stranger.fhir("Task/\(id)", .patch, Self.to("in-progress"), headers: steps)
                #expect(moved.status == 404)
                #expect(try await stranger.fhir("Task/\(id)", .put, whole, headers: headers).status == 404)
                let message = """
                    {"resourceType":"Communication","status":"completed","partOf":[{"reference":"Task/\(id)"}],
                    "sender":{"reference":"\(role)"},"payload":[{"contentString":"Let me in."}]}
                    """
                #expect(try await stranger.fhir("Communication", .post, message, headers: headers).status == 404)
            }
            #expect(try await trust.fhir("Task/\(id)").headers[.eTag] == tag)
            #expect(try await trust.read("Communication?part-of=Task/\(id)").total == 0)
        }
    }

    @Test("keeps no words that somebody put where the id of a request belongs")
    func requestID() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.send()
            let named = ["X-Request-Id": "for Mia Lund"]
            #expect(
                try await university.move(id, Self.to("received"), as: world.sam, headers: named).status == 400)
            #expect(try await world.state(id).status == .sent)
        }
    }

    @Test("acts once for a request that is sent twice")
    func repeated() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let tag = try #require(try await university.fhir("Task/\(id)").headers[.eTag])
            let same = ["X-Request-Id": UUID().uuidString, "If-Match": tag]
            for _ in 0..<2 {
                #expect(
                    try await university.move(id, Self.to("in-progress"), as: world.sam, headers: same).status == 200)
            }
            #expect(try await university.fhir("Task/\(id)").headers[.eTag] != tag)
        }
    }

    @Test("acts each time under one request id where it is another change, or somebody else makes it")
    func oneRequestID() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let (same, ana) = (["X-Request-Id": UUID().uuidString], try await world.ana.actor())
            let request = try #require(try await world.state(id).openRequests.first)
            let declined = Self.output("\"id\":\"\(request)\"", "declined")
            for (steps, person) in [
                (Self.to("in-progress"), world.sam), (declined, world.sam), (Self.to("in-progress"), world.ana),
            ] {
                #expect(try await university.move(id, steps, as: person, headers: same).status == 200)
            }
            let state = try await world.state(id)
            #expect(state.assigneeID == ana.accountID && state.answers[request]?.accepted == false)
            let tag = try await university.fhir("Task/\(id)").headers[.eTag]
            #expect(try await university.move(id, declined, as: world.sam, headers: same).status == 200)
            #expect(try await university.fhir("Task/\(id)").headers[.eTag] == tag)
        }
    }

    @Test("is put as a whole, where nothing else in it has changed, and answered as the caller likes")
    func whole() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            let kind = ["Content-Type": "application/fhir+json"]
            let put = { (text: String, wish: String) in
                let version = try await university.fhir("Task/\(id)").headers[.eTag] ?? ""
                let role = try await university.role(of: world.sam)
                let provenance = "{\"resourceType\":\"Provenance\",\"agent\":[{\"who\":{\"reference\":\"\(role)\"}}]}"
                let headers = ["If-Match": version, "X-Provenance": provenance, "Prefer": "return=\(wish)"]
                return try await university.fhir("Task/\(id)", .put, text, headers: headers.merging(kind) { $1 })
            }
            let now = try await university.fhir("Task/\(id)").body
            let changed = now.replacing("\"urgent\"", with: "\"stat\"")
            #expect(try await put(changed, "minimal").says("Task.priority"))
            #expect(try await put("{\"resourceType\":\"Task\",\"status\":\"accepted\"}", "minimal").status == 400)
            // As a client sends it that writes members in an order of its own.
            let whole = try JSONSerialization.jsonObject(with: Data(now.utf8))
            let sorted = try JSONSerialization.data(
                withJSONObject: whole, options: [.sortedKeys, .withoutEscapingSlashes])
            let next = String(decoding: sorted, as: UTF8.self)
                .replacing("\"status\":\"accepted\"", with: "\"status\":\"in-progress\"")
            #expect(next.hasPrefix("{\"authoredOn\"") && next.contains("in-progress"))
            let answer = try await put(next, "minimal")
            #expect(answer.status == 200 && answer.body.isEmpty && answer.headers[.eTag] != nil)
        }
    }

    @Test("moves nowhere else, and nothing else of it moves")
    func elsewhere() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let id = try await world.acknowledged()
            for status in ["draft", "on-hold", "failed", "ready"] {
                #expect(try await university.move(id, Self.to(status), as: world.sam).status == 422)
            }
            #expect(try await university.move(id, Self.to("nonsense"), as: world.sam).status == 400)
            for step in [
                "{\"op\":\"replace\",\"path\":\"/priority\",\"value\":\"stat\"}",
                "{\"op\":\"replace\",\"path\":\"/for\",\"value\":{\"display\":\"x\"}}",
            ] { #expect(try await university.move(id, "[\(step)]", as: world.sam).status == 422) }
            #expect(
                try await university.move(id, "[{\"op\":\"remove\",\"path\":\"/status\",\"value\":1}]", as: world.sam)
                    .status == 400)
            let stale = "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"requested\"}]"
            #expect(try await university.move(id, stale, as: world.sam).status == 412)
            #expect(try await university.move(id, "{}", as: world.sam).status == 400)
            let empty = try await university.move(id, "[]", as: world.sam)
            #expect(empty.status == 422 && empty.says("The patch is empty"))
            let both = "\(Self.to("in-progress").dropLast()),\(Self.output(Self.reached, "visit").dropFirst())"
            let strange = ["accepted", "perhaps"].map { Self.output("\"id\":\"\(id)\"", $0) }
            for steps in strange + [Self.output(Self.reached, "pigeon"), both] {
                #expect([409, 422].contains(try await university.move(id, steps, as: world.sam).status))
            }
        }
    }

    static let reached = """
        "type":{"coding":[{"system":"https://footbridge.example/CodeSystem/exchange-act","code":"studentContacted"}]}
        """

    static func output(_ what: String, _ code: String, words: String = "By her flatmate's phone.") -> String {
        """
        [{"op":"add","path":"/output/-","value":{\(what),"valueCode":"\(code)"}},
        {"op":"add","path":"/statusReason","value":{"text":"\(words)"}}]
        """
    }

    static let patch = ["Content-Type": "application/json-patch+json"]

    static func to(_ status: String) -> String { "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"\(status)\"}]" }

    static func closing(_ outcome: Outcome) -> String {
        """
        [{"op":"replace","path":"/status","value":"completed"},{"op":"replace","path":"/businessStatus","value":
        {"coding":[{"system":"https://footbridge.example/CodeSystem/exchange-outcome","code":"\(outcome.rawValue)"}]}}]
        """
    }
}
