import Database
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("A search, by the example of tasks")
struct SearchTests {
    @Test("is counted, cut down to what is wanted, and says that it was")
    func shapes() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.world.send()
            for query in ["_count=0", "_summary=count"] {
                let reply = try await system.read("Task?\(query)")
                #expect(reply.total == 1 && reply.ids == [])
            }
            let brief = try #require(try await system.read("Task?_summary=true").resources().first)
            #expect(brief["code"] != nil && brief["input"] == nil && brief["priority"] == nil)
            #expect(brief["meta"]?["tag"]?.items?.first?["code"]?.string == "SUBSETTED")
            let chosen = try #require(try await system.read("Task?_elements=owner,priority").resources().first)
            let keys = (chosen.members ?? []).map(\.key).sorted()
            #expect(keys == ["id", "intent", "meta", "owner", "priority", "resourceType", "status"])
            #expect(try await system.fhir("Task?_summary=text").status == 400)
        }
    }

    @Test("is counted unless nobody wants to know, and gives as much as a page holds to whoever asks for more")
    func counts() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.world.send()
            let uncounted = try await system.read("Task?_total=none")
            #expect(uncounted.total == nil && uncounted.ids.count == 1)
            for query in ["_total=accurate", "_total=estimate", "_total=none&_summary=count"] {
                #expect(try await system.read("Task?\(query)").total == 1, "\(query)")
            }
            #expect(try await system.fhir("Task?_total=some").status == 400)
            for asked in ["101", "1000", "99999999999999999999"] {
                let reply = try await system.read("Task?_count=\(asked)&_sort=authored-on")
                #expect(reply.ids.count == 1 && reply.own?.hasSuffix("Task?_count=100&_sort=authored-on") == true)
            }
        }
    }

    @Test("is sorted by one key, and names the parameter where several were asked for, or another is wrong")
    func severalKeys() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.world.send()
            let wrong = [
                ("_sort=authored-on,_lastUpdated", "_sort"), ("_sort=authored-on&_sort=_lastUpdated", "_sort"),
                ("colour=red", "colour"), ("authored-on=ge2026-11-20T14:05:00", "authored-on"), ("_count=a", "_count"),
                ("status=finished", "status"), ("owner:not=a", "owner"), ("_summary=text", "_summary"),
                ("identifier=FB-%00", "identifier"),
            ]
            for (query, name) in wrong {
                let refused = try Reply(try await system.fhir("Task?\(query)"))
                let issue = refused.value["issue"]?.items?.first
                #expect(refused.status == 400 && issue?["expression"]?.items == [.string("http.\(name)")], "\(query)")
                #expect(issue?["diagnostics"]?.string?.contains(name) == true, "\(query)")
            }
            let lenient = try Reply(
                try await system.fhir("Task?\(wrong[1].0)", headers: ["Prefer": "handling=lenient"]))
            #expect(lenient.own == "Task?_sort=authored-on" && lenient.resources("outcome").count == 1)
        }
    }

    @Test("may ask for a minute, without its seconds")
    func minutes() throws {
        let asked = try DateSpan.range("2026-11-20T14:05Z", of: "date")
        #expect(
            asked
                == MomentRange(
                    from: FHIRTime.moment("2026-11-20T14:05:00Z"), before: FHIRTime.moment("2026-11-20T14:06:00Z")))
        let elsewhere = try DateSpan.range("ge2026-11-20T14:05+01:00", of: "date")
        #expect(elsewhere == MomentRange(from: FHIRTime.moment("2026-11-20T13:05:00Z")))
        #expect(throws: FHIRProblem.self) { try DateSpan.range("2026-11-20T14:05", of: "date") }
    }

    @Test("is sorted by the last change, the latest first or last")
    func changes() async throws {
        try await ConnectedSystem.with { trust in
            let (world, clock) = (trust.world, trust.site.clock)
            let first = try await world.send()
            clock.advance(by: 60)
            let second = try await world.send()
            clock.advance(by: 60)
            _ = try await world.sam.get("/exchanges/\(first)")
            let newest = [first.rawValue, second.rawValue]
            for type in ["Task", "ServiceRequest"] {
                #expect(try await trust.read("\(type)?_sort=-_lastUpdated").ids == newest, "\(type)")
                #expect(try await trust.read("\(type)?_sort=_lastUpdated").ids == newest.reversed(), "\(type)")
            }
            let next = try #require(try await trust.read("Task?_sort=-_lastUpdated&_count=1").next)
            #expect(try await trust.read(next).ids == [second.rawValue])
        }
    }

    @Test("can be searched for by a form, so that nothing stands in an address")
    func posted() async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.world.send()
            let kind = ["Content-Type": "application/x-www-form-urlencoded"]
            let found = try Reply(
                try await system.fhir("Task/_search", .post, "status=requested&_count=5", headers: kind))
            #expect(found.total == 1)
            #expect(
                try Reply(try await system.fhir("Task/_search", .post, "status=completed", headers: kind)).total == 0)
            #expect(try await system.fhir("Task/_search", .post, "{}").status == 415)
        }
    }

    @Test("comes in pages that leave nothing out and bring nothing twice while more arrives", arguments: ["", "-"])
    func pages(direction: String) async throws {
        try await ConnectedSystem.with { system in
            var sent: Set<String> = []
            let send = {
                system.site.clock.advance(by: 1)
                return try await system.world.send().rawValue
            }
            for _ in 0..<5 { sent.insert(try await send()) }
            var (seen, path): ([String], String?) = ([], "Task?_count=2&_sort=\(direction)authored-on")
            while let asked = path {
                let reply = try await system.read(asked)
                seen += reply.ids
                path = reply.next
                if seen.count < 5 {
                    let late = try await send()
                    if direction.isEmpty { sent.insert(late) }
                }
            }
            #expect(Set(seen) == sent && seen.count == sent.count)
        }
    }

    @Test("has pages that are good for one system and one question")
    func places() async throws {
        try await ConnectedSystem.with { system in
            for _ in 0..<3 { _ = try await system.world.send() }
            let next = try #require(try await system.read("Task?_count=1").next)
            let place = try #require(next.split(separator: "_page=").last)
            #expect(try await system.fhir(next).status == 200)
            #expect(try await system.fhir("Task?_count=2&_page=\(place)").status == 400)
            #expect(try await system.fhir("ServiceRequest?_count=1&_page=\(place)").status == 400)
            #expect(try await system.fhir("Task?_count=1&_page=junk").status == 400)
            let other = try await system.university()
            #expect(try await other.fhir(next).status == 400)
        }
    }

    @Test(
        "understands times as FHIR compares them",
        arguments: [
            ("ge2026-11-23", 1), ("lt2026-11-23", 0), ("eq2026", 1), ("2026-11", 1), ("gt2026-11-23", 0),
            ("ne2026-11-23", 0), ("sa2026-11-22", 1), ("eb2026-11-24", 1), ("le2026-11-23", 1),
            ("ge2026-11-23T00:00:00%2B00:00", 1), ("lt2026-11-23T00:00:00Z", 0),
        ])
    func times(asked: String, total: Int) async throws {
        try await ConnectedSystem.with { system in
            _ = try await system.world.send()
            #expect(try await system.read("Task?authored-on=\(asked)").total == total)
            #expect(try await system.read("Task?_lastUpdated=\(asked)").total == total)
        }
    }

    @Test(
        "refuses times that are none", arguments: ["yesterday", "2026-02-30", "ap2026", "2026-13", "2026-11-23T10:00"])
    func badTimes(asked: String) async throws {
        try await ConnectedSystem.with { system in
            let answer = try await system.fhir("Task?authored-on=\(asked)")
            #expect(answer.status == 400)
        }
    }
}
