import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("Who is told by e-mail")
struct DispatchTests {
    private static let now = TestTime.mondayMorning

    /// A university with a contact point and two managers, one of whom has left.
    private struct Town {
        let engine: any Engine
        let university = OrganisationID(at: now)
        let point = ContactPointID(at: now)
        let manager = AccountID(at: now)
        let left = AccountID(at: now)
        let kim = AccountID(at: now)

        func settle(email: String? = "team@example.ac.uk") async throws {
            try await engine.write { database in
                for (account, ended) in [(manager, Date?.none), (left, now)] {
                    try database.execute(
                        """
                        INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
                        VALUES (\(account), \(account.rawValue), \(Data()), \(Data()), '', \(now))
                        """)
                    try database.execute(
                        """
                        INSERT INTO membership (id, account_id, organisation_id, role, created_at, ended_at) VALUES
                            (\(MembershipID(at: now)), \(account), \(university), \(Role.serviceManager), \(now), \(ended))
                        """)
                }
                try database.execute(
                    """
                    INSERT INTO contact_point (id, service_id, organisation_id, purpose, email, verify_every_days)
                    VALUES (\(point), \(ServiceID(at: now)), \(university), 'notices', \(email), 90)
                    """)
            }
        }

        func lead(of organisation: OrganisationID) async throws -> AccountID {
            try await somebody(.informationGovernanceLead, organisation)
        }

        func clinician(in team: ServiceID) async throws -> AccountID {
            try await somebody(.clinician, university, team)
        }

        private func somebody(
            _ role: Role, _ organisation: OrganisationID, _ team: ServiceID? = nil
        ) async throws -> AccountID {
            let account = AccountID(at: now)
            try await engine.write { try $0.employ(account, as: role, in: team, of: organisation, at: now) }
            return account
        }

        func post(
            _ topic: MailTopic, account: AccountID? = nil, _ payload: [String: String] = [:], to: OrganisationID? = nil,
            at: Date = now
        ) async throws {
            let payload = payload.merging(["contactPoint": point.rawValue]) { a, _ in a }
            let entry = OutboxEntry(
                topic.rawValue, subject: "x", to: to ?? university, account: account, payload: payload)
            try await engine.write { try $0.post(entry, at: at) }
        }

        /// Who is told, now.
        func told(at moment: Date = now) async throws -> [Delivery.Recipient] {
            _ = try await Dispatch(engine: engine).round(at: moment)
            var told: [Delivery.Recipient] = []
            let queue = DeliveryQueue(engine: engine)
            while case let bundle = try await queue.take(at: moment), !bundle.isEmpty {
                try await queue.delivered(bundle, at: moment)
                told += bundle.map(\.recipient)
            }
            return told
        }
    }

    private static func with(_ body: (Town) async throws -> Void) async throws {
        try await withDatabase { try await body(Town(engine: $0)) }
    }

    @Test("a new item goes to the team's mailbox, and to its holder where there is none")
    func mailbox() async throws {
        try await Self.with { town in
            try await town.settle()
            try await town.post(.sent, account: town.kim)
            #expect(try await town.told() == [.mailbox(town.point)])
        }
        try await Self.with { town in
            try await town.settle(email: nil)
            try await town.post(.sent, account: town.kim)
            #expect(try await town.told() == [.person(town.kim)])
        }
    }

    @Test(
        "what follows goes to whoever is named; where nobody is, to the mailbox; where there is none, to managers who are there"
    )
    func people() async throws {
        try await Self.with { town in
            try await town.settle()
            try await town.post(.message, account: town.kim)
            #expect(try await town.told() == [.person(town.kim)])
            try await town.post(.message)
            #expect(try await town.told() == [.mailbox(town.point)])
            try await town.post(.message, ["contactPoint": ""])
            #expect(try await town.told() == [.person(town.manager)])
        }
    }

    @Test("whoever is named and has left is not told; the team that sent it is, or else the managers who are there")
    func leaver() async throws {
        try await Self.with { town in
            try await town.settle()
            let (team, elsewhere) = (ServiceID(at: Self.now), OrganisationID(at: Self.now))
            try await town.post(.senderTold, account: town.left, ["contactPoint": ""])
            #expect(try await town.told() == [.person(town.manager)])
            let clinician = try await town.clinician(in: team)
            try await town.post(.senderTold, account: town.left, ["contactPoint": "", "team": team.rawValue])
            #expect(try await Set(town.told()) == [.person(town.manager), .person(clinician)])
            // What another organisation says to them there is not for this one.
            try await town.post(.senderTold, account: town.left, ["contactPoint": ""], to: elsewhere)
            #expect(try await town.told() == [.person(town.left)])
        }
    }

    @Test("a mailbox is told only of what is for its own organisation, and not once it bounces")
    func foreign() async throws {
        try await Self.with { town in
            try await town.settle()
            try await town.post(.sent, to: OrganisationID(at: Self.now))
            #expect(try await town.told().isEmpty)
            try await town.engine.write { try $0.execute("UPDATE contact_point SET bounced_at = \(Self.now)") }
            try await town.post(.sent)
            #expect(try await town.told() == [.person(town.manager)])
        }
    }

    @Test("what waits is looked for among what waits alone")
    func indexed() async throws {
        try await Self.with { town in
            guard town.engine.dialect == .sqlite else { return }
            let plan = try await town.engine.read { database in
                try database.rows("EXPLAIN QUERY PLAN \(sql: Dispatch.waiting)").map { row -> String in
                    try row("detail")
                }
            }
            #expect(plan.contains { $0.hasPrefix("SEARCH") && $0.contains("outbox_entry_waiting") }, "\(plan)")
        }
    }

    @Test("each entry is dispatched once, however many do it")
    func once() async throws {
        try await Self.with { town in
            try await town.settle()
            for _ in 0..<150 { try await town.post(.message, account: town.kim) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { _ = try await Dispatch(engine: town.engine).round(at: Self.now) }
                }
                try await group.waitForAll()
            }
            let count = try await town.engine.read { try $0.count("SELECT count(*) AS count FROM delivery") }
            #expect(count == 150)
        }
    }

    @Test("what is older than a letter would be tried tells nobody any more, and what nobody is told of is taken too")
    func stale() async throws {
        try await Self.with { town in
            try await town.settle()
            try await town.post(.message, account: town.kim, at: Self.now - RetryPlan.patience - 1)
            try await town.engine.write {
                try $0.post(OutboxEntry("consent.given", subject: "x", to: town.university), at: Self.now)
            }
            #expect(try await Dispatch(engine: town.engine).round(at: Self.now) == 1)
            #expect(try await town.told().isEmpty)
            #expect(try await town.engine.read { try DeliveryQueue.untold(in: $0) } == 1)
            let waiting = try await town.engine.read {
                try $0.count("SELECT count(*) AS count FROM outbox_entry WHERE delivered_at IS NULL")
            }
            #expect(waiting == 0)
        }
    }

    @Test("what somebody is still told of is not counted as untold, however late it comes")
    func late() async throws {
        try await Self.with { town in
            try await town.settle()
            try await town.post(.message, account: town.kim, at: Self.now - RetryPlan.patience + 1)
            #expect(try await town.told().count == 1)
            #expect(try await town.engine.read { try DeliveryQueue.untold(in: $0) } == 0)
        }
    }

    @Test("a person's quiet hours hold back what can wait, and not what cannot")
    func quiet() async throws {
        try await Self.with { town in
            let night = TestTime.fridayNight
            try await town.post(.message, account: town.kim, at: night)
            #expect(try await town.told(at: night).isEmpty)
            try await town.post(.managerTold, account: town.kim, at: night)
            #expect(try await town.told(at: night).count == 1)
            #expect(try await town.told(at: night + 8 * 3600).count == 1)
        }
    }

    @Test(
        "a question for a lead leaves at once, to the leads of that organisation alone; that it is late, also to who asked"
    )
    func lateDecision() async throws {
        try await Self.with { town in
            let (lead, night) = (try await town.lead(of: town.university), TestTime.fridayNight)
            _ = try await town.lead(of: OrganisationID(at: Self.now))
            try await town.post(.decisionRaised, at: night)
            #expect(try await town.told(at: night) == [.person(lead)])
            try await town.post(.decisionLate, account: town.kim, at: night)
            try await town.post(.decisionReminded, at: night)
            let told = try await town.told(at: night)
            #expect(told.count == 2 && Set(told) == [.person(town.kim), .person(lead)])
        }
    }

    @Test("that a question has been late for days wakes nobody, and is said in the morning")
    func longLateDecision() async throws {
        try await Self.with { town in
            let (lead, night) = (try await town.lead(of: town.university), TestTime.fridayNight)
            try await town.post(.decisionLate, account: town.kim, ["canWait": "1"], at: night)
            try await town.post(.decisionReminded, ["canWait": "1"], at: night)
            #expect(try await town.told(at: night).isEmpty)
            #expect(Set(try await town.told(at: night + 8 * 3600)) == [.person(town.kim), .person(lead)])
        }
    }
}
