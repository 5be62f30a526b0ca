import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Database

@Suite("An address that was registered before systems could subscribe")
struct EndpointMigrationTests {
    @Test("goes on as the managers' own, with its token, what waits for it and when something last arrived")
    func kept() async throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = try SQLiteEngine(file: folder.appending(path: "footbridge.sqlite"))
        let before = Migration.all.prefix { $0.name != Migration.subscriptions.name }
        try await engine.migrate(Array(before), at: TestTime.fridayNight)
        try await engine.write { database in
            try database.execute(
                """
                INSERT INTO endpoint (organisation_id, address, token_sealed, registered_by, registered_at)
                VALUES ('o', 'https://a.example', \(Data([1, 2])), 'm', 5)
                """)
            for (id, left) in [("a", 7), ("b", nil)] as [(String, Int?)] {
                try database.execute(
                    """
                    INSERT INTO delivery (id, topic, subject_id, organisation_id, urgent, created_at, available_at,
                        delivered_at, endpoint) VALUES (\(id), 'exchange.sent', '1', 'o', 1, 0, 0, \(left), 1)
                    """)
            }
        }
        try await engine.migrate(at: TestTime.fridayNight)
        let kept = try await engine.read { try $0.row("SELECT * FROM endpoint") }
        let row = try #require(kept)
        let (id, channel, token): (String, String, Data) = (try row("id"), try row("channel"), try row("token_sealed"))
        let (arrived, system): (Int, String?) = (try row("arrived_at"), try row("record_system_id"))
        #expect(id == "o" && channel == "message" && token == Data([1, 2]) && arrived == 7 && system == nil)
        let waiting = try await engine.read { database in
            try database.count(
                "SELECT count(*) AS count FROM delivery WHERE endpoint_id = 'o' AND delivered_at IS NULL")
        }
        #expect(waiting == 1)
        await engine.close()
    }
}
