import Database
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("Figures for monitoring")
struct MetricsTests {
    private static let token = String(repeating: "k7", count: 20)

    private func scrape(_ site: TestSite) async throws -> TestAnswer {
        try await site.ask(.get, "/metrics", token: nil, from: "127.0.0.1")
    }

    @Test("a program on this machine reads them", arguments: [("127.0.0.1", "127.0.0.1:8080"), ("::1", "[::1]:8080")])
    func loopback(address: String, host: String) async throws {
        try await TestSite.with { site in
            let answer = try await site.ask(.get, "/metrics", token: nil, from: address, host: host)
            #expect(answer.status == 200)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.says("\nfootbridge_database_up 1\n"))
        }
    }

    @Test("from outside they do not exist, nor by way of a proxy on this machine")
    func outside() async throws {
        try await TestSite.with { site in
            #expect(try await site.stranger.get("/metrics").status == 404)
            #expect(try await site.visitor(.operator).get("/metrics").status == 404)
            for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"] {
                let headers: HTTPFields = [HTTPField.Name(name)!: "127.0.0.1"]
                let answer = try await site.ask(.get, "/metrics", token: nil, headers: headers, from: "127.0.0.1")
                #expect(answer.status == 404, "\(name)")
            }
            for host in ["footbridge.example.ac.uk", "127.0.0.1.example.com", "localhost.example.com:8080"] {
                let answer = try await site.ask(.get, "/metrics", token: nil, from: "127.0.0.1", host: host)
                #expect(answer.status == 404, "\(host)")
            }
        }
    }

    @Test("behind a proxy that is believed, its word does not make a stranger local")
    func forged() async throws {
        try await TestSite.with(settings: ["FOOTBRIDGE_BEHIND_PROXY": "true"]) { site in
            let answer = try await site.ask(
                .get, "/metrics", token: nil, headers: [.forwardedFor: "127.0.0.1"], from: "127.0.0.1"
            )
            #expect(answer.status == 404)
        }
    }

    @Test("with the token they can be read from anywhere; with a wrong one, or none, they do not exist")
    func bearer() async throws {
        try await TestSite.with(settings: ["FOOTBRIDGE_METRICS_TOKEN": Self.token]) { site in
            let shown = [
                "Bearer \(Self.token)": 200, "Bearer \(Self.token)x": 404, "Bearer \(Self.token.dropLast())y": 404,
                "Bearer ": 404, Self.token: 404, "Basic \(Self.token)": 404,
            ]
            for (header, status) in shown {
                let answer = try await site.ask(.get, "/metrics", token: nil, headers: [.authorization: header])
                #expect(answer.status == status, "\(header)")
            }
            #expect(try await site.stranger.get("/metrics").status == 404)
            #expect(try await scrape(site).status == 200)
        }
    }

    @Test("where no token is set, none opens the door")
    func noToken() async throws {
        try await TestSite.with { site in
            let answer = try await site.ask(.get, "/metrics", token: nil, headers: [.authorization: "Bearer "])
            #expect(answer.status == 404)
        }
    }

    @Test("requests are counted by route and kind of answer, strangers' inventions under one name")
    func requests() async throws {
        try await TestSite.with { site in
            for _ in 0..<3 { _ = try await site.stranger.get("/sign-in") }
            for number in 0..<5 { _ = try await site.stranger.get("/no-such-page-\(number)") }
            _ = try await site.ask(.init("BREW")!, "/sign-in", token: nil)
            let answer = try await scrape(site)
            #expect(answer.says(#"footbridge_http_requests_total{method="GET",route="/sign-in",status="3xx"} 3"#))
            #expect(answer.says(#"footbridge_http_requests_total{method="GET",route="none",status="4xx"} 5"#))
            #expect(answer.says(#"footbridge_http_request_duration_seconds_count{method="GET",route="/sign-in"} 3"#))
            #expect(answer.says(#"_bucket{method="GET",route="/sign-in",le="+Inf"} 3"#))
            #expect(!answer.says("BREW") && !answer.says("no-such-page"))
        }
    }

    @Test("what the installation has on its hands is counted")
    func installation() async throws {
        try await TestSite.with { site in
            let (now, engine) = (site.clock.now, site.ground.engine)
            try await engine.write { database in
                for (id, due) in [("a", now - 60), ("b", now), ("c", now + 60)] {
                    try database.execute(
                        """
                        INSERT INTO exchange_clock (exchange_id, sender_organisation_id, owed, due_at)
                        VALUES (\(id), 'o', 'acknowledgement', \(due))
                        """
                    )
                }
                try database.post(OutboxEntry("test.sent", subject: "a"), at: now - 90)
                try database.post(OutboxEntry("test.sent", subject: "b"), at: now - 30)
                try database.execute("INSERT INTO resealing (column_name, key_name, remaining) VALUES ('x', '2', 7)")
                try database.execute(
                    """
                    INSERT INTO draft (id, account_id, organisation_id, service_id, answers_sealed, version, created_at,
                        updated_at, expires_at, awaits_task_id)
                    VALUES ('d', 'a', 'o', 's', \(Data([1])), 1, 0, 0, 0, 't')
                    """
                )
            }
            let answer = try await scrape(site)
            for line in [
                "footbridge_exchanges_open 3", "footbridge_exchanges_overdue 2", "footbridge_outbox_waiting 2",
                "footbridge_outbox_oldest_seconds 90", "footbridge_drafts_awaiting_lead 1",
                "footbridge_values_sealed_by_older_key 7", "footbridge_writes_waiting 0",
                "# TYPE footbridge_write_batch_size histogram", "# TYPE process_resident_memory_bytes gauge",
                "footbridge_reads_waiting 0", "# TYPE footbridge_database_connections gauge",
                #"footbridge_database_connections{state="lost"} 0"#,
            ] { #expect(answer.says("\n\(line)\n"), "\(line)") }
        }
    }

    @Test("the operator sees how many events came too late to tell anybody, where there are any")
    func untold() async throws {
        try await TestSite.with { site in
            let (now, words) = (site.clock.now, "came too late to tell anybody")
            let visitor = try await site.visitor(.operator)
            #expect(try await !visitor.get("/installation").says(words))
            #expect(try await scrape(site).says("\nfootbridge_outbox_untold 0\n"))
            try await site.ground.engine.write { database in
                for (subject, hours) in [("late", 72.0), ("later", 500), ("in time", 71)] {
                    try database.post(OutboxEntry("test.sent", subject: subject), at: now - hours * 3600)
                }
                try database.execute("UPDATE outbox_entry SET delivered_at = \(now) WHERE topic = 'test.sent'")
            }
            site.clock.advance(by: 5)
            #expect(try await visitor.get("/installation").says(words))
            #expect(try await scrape(site).says("\nfootbridge_outbox_untold 2\n"))
        }
    }

    @Test("the operator sees which keys in use are missing from the ring, by their numbers, where there are any")
    func lacking() async throws {
        try await TestSite.with { site in
            let (visitor, words) = (try await site.visitor(.operator), "missing from the key ring: 7")
            try await site.ground.engine.write { [held = site.ground.keys.newest] database in
                for name in [held, "5"] {
                    try database.execute(
                        "INSERT INTO sealing_key (name, seen_at) VALUES (\(name), 0) ON CONFLICT (name) DO NOTHING")
                }
                try database.execute("UPDATE sealing_key SET gone_at = 1 WHERE name = '5'")
            }
            #expect(try await !visitor.get("/installation").says("missing from the key ring"))
            #expect(try await scrape(site).says("\nfootbridge_keys_lacking 0\n"))
            try await site.ground.engine.write {
                try $0.execute("INSERT INTO sealing_key (name, seen_at) VALUES ('7', 0)")
            }
            site.clock.advance(by: 5)
            #expect(try await visitor.get("/installation").says(words))
            #expect(try await scrape(site).says("\nfootbridge_keys_lacking 1\n"))
        }
    }

    @Test("counts are kept for some seconds, then counted again")
    func kept() async throws {
        try await TestSite.with { site in
            #expect(try await scrape(site).says("footbridge_outbox_waiting 0"))
            let now = site.clock.now
            try await site.ground.engine.write { try $0.post(OutboxEntry("test.sent", subject: "a"), at: now) }
            #expect(try await scrape(site).says("footbridge_outbox_waiting 0"))
            site.clock.advance(by: 6)
            #expect(try await scrape(site).says("footbridge_outbox_waiting 1"))
        }
    }

    @Test(
        "where the database does not answer, they say so soon, with what the process knows of itself; /ready says no")
    func stalled() async throws {
        try await withDatabase { engine in
            let stalling = StalledEngine(engine)
            let site = try await TestSite.over(
                stalling, at: TestTime.mondayMorning, patience: .milliseconds(200))
            stalling.stall()
            async let ready = site.stranger.get("/ready")
            async let (one, other) = (scrape(site), scrape(site))
            for answer in try await [one, other] {
                #expect(answer.status == 200 && answer.says("\nfootbridge_database_up 0\n"))
                #expect(answer.says("\nfootbridge_reads_waiting ") && answer.says("\nprocess_start_time_seconds "))
                #expect(!answer.says("footbridge_exchanges_open"))
            }
            #expect(try await ready.status == 503)
            // One question each, however often they were asked.
            #expect(stalling.readsWaiting == 2)
            stalling.goOn()
            while try await site.stranger.get("/ready").status != 200 {}
            while try await !scrape(site).says("\nfootbridge_database_up 1\n") {}
        }
    }

    @Test("every line is one that Prometheus reads, and none names a person or an organisation")
    func lines() async throws {
        try await Walk.with { walk in
            let answer = try await scrape(walk.site)
            let pattern = #/(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? -?[0-9.e+-]+)/#
            for line in answer.body.split(separator: "\n") { #expect(line.wholeMatch(of: pattern) != nil, "\(line)") }
            for word in walk.students + walk.ids + ["Leeds"] { #expect(!answer.says(word), "\(word)") }
        }
    }

    @Test("a label's value cannot end its line or its quotes")
    func escaped() {
        var exposition = Exposition()
        exposition.counter("x_total", "X.", [([("route", "a\"b\\c\nd")], 1)])
        #expect(exposition.text == "# HELP x_total X.\n# TYPE x_total counter\nx_total{route=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test("a histogram's buckets add up")
    func histogram() {
        var (exposition, histogram) = (Exposition(), Histogram(bounds: [1, 2.5]))
        for value in [0.5, 1, 2, 9] { histogram.observe(value) }
        exposition.histogram("x", "X.", [([], histogram)])
        let lines = [
            "# HELP x X.", "# TYPE x histogram", #"x_bucket{le="1"} 2"#, #"x_bucket{le="2.5"} 3"#,
            #"x_bucket{le="+Inf"} 4"#, "x_sum 12.5", "x_count 4",
        ]
        #expect(exposition.text == lines.joined(separator: "\n") + "\n")
    }
}
