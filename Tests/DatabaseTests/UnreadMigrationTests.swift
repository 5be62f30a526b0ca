import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Database

@Suite("A message that waited on what had ended, before the team was kept with it")
struct UnreadMigrationTests {
    @Test("waits for the last team it was handed on to, or for the first; what goes on or is emptied waits no more")
    func kept() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = try SQLiteEngine(file: folder.appending(path: "footbridge.sqlite"))
        let before = Migration.all.prefix { $0.name != Migration.unreadService.name }
        try await engine.migrate(Array(before), at: TestTime.fridayNight)
        try await engine.write { database in
            for id in ["plain", "handed", "back", "withdrawn", "live"] { try insert(id, database) }
            try insert("quiet", unread: nil, database)
            try handOn("handed", to: ["second"], database)
            try handOn("back", to: ["second", "first"], database)
            try event("withdrawn", 9, "consentWithdrawn", "{}", database)
            try database.execute(
                """
                INSERT INTO exchange_clock (exchange_id, sender_organisation_id, owed, due_at)
                VALUES ('live', 'o', 'closed', 9)
                """)
        }
        try await engine.migrate(at: TestTime.fridayNight)
        let rows = try await engine.read { database in
            try database.rows("SELECT id, unread_service_id FROM exchange WHERE unread_message_at IS NOT NULL")
        }
        let teams: [String: String] = try Dictionary(
            uniqueKeysWithValues: rows.map { (try $0("id"), try $0("unread_service_id")) })
        #expect(teams == ["plain": "first", "handed": "second", "back": "first"])
        await engine.close()
    }
}

private func insert(_ id: String, unread: Int? = 5, _ database: any Writing) throws {
    try database.execute(
        """
        INSERT INTO exchange (id, reference, kind, urgency, person_id, sender_organisation_id, sender_service_id,
            sender_account_id, recipient_organisation_id, recipient_service_id, route, sharing_decision_id, happened_at,
            created_at, idempotency_key, unread_message_at)
        VALUES (\(id), \(id), 'admission', 'within48Hours', 'p', 'o', 's', 'a', 'u', 'first', 'email', 'd', 0, 0, \(id),
            \(unread))
        """)
    for team in ["s", "first"] {
        try database.execute("INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(id), \(team))")
    }
}

private func handOn(_ id: String, to teams: [String], _ database: any Writing) throws {
    for (index, team) in teams.enumerated() {
        try database.execute(
            "INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(id), \(team)) ON CONFLICT DO NOTHING")
        try event(id, 4 + index, "handedOn", #"{"key":"k","serviceID":"\#(team)"}"#, database)
    }
}

private func event(_ id: String, _ seq: Int, _ kind: String, _ detail: String, _ database: any Writing) throws {
    try database.execute(
        """
        INSERT INTO exchange_event (id, exchange_id, seq, kind, at, detail)
        VALUES (\("\(id)-\(seq)"), \(id), \(seq), \(kind), 0, \(detail))
        """)
}
