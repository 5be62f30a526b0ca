import Database
import Foundation
import TestSupport
import Vocabulary

@testable import Keeping

/// An installation with sealed names in it.
struct KeptPlace: Sendable {
    let engine: any Engine
    let keys = KeyRing()
    let clock = MovableClock(TestTime.mondayMorning)

    var keeping: KeyKeeping { KeyKeeping(engine: engine, keys: keys, clock: clock) }

    func resealing(page: Int = 10) -> Resealing { Resealing(engine: engine, keys: keys, clock: clock, page: page) }

    static func with(names: Int = 0, _ body: (KeptPlace) async throws -> Void) async throws {
        try await withDatabase { engine in
            let place = KeptPlace(engine: engine)
            for number in 0..<names { try await place.add(number) }
            try await body(place)
        }
    }

    func add(_ number: Int, sealed: Data? = nil) async throws {
        let (id, name) = ("account-\(1000 + number)", try sealed ?? keys.seal("Person \(number)", "account.name"))
        let email = try keys.seal("\(number)@example.ac.uk", "account.email")
        try await engine.write {
            try $0.execute(
                """
                INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
                VALUES (\(id), \(id), \(email), \(name), '', 0)
                """
            )
        }
    }

    func names() async throws -> [String] {
        let keys = keys
        return try await engine.read { database in
            try database.rows("SELECT name_sealed FROM account ORDER BY id").map {
                try keys.open($0("name_sealed"), "account.name")
            }
        }
    }

    func lacking() async throws -> [String] { try await engine.read { [keys] in try keys.lacking(in: $0) } }

    func record() async throws -> [String] {
        try await engine.read { database in
            try database.rows("SELECT action, subject_id FROM audit_entry ORDER BY seq").map { row in
                let (action, subject): (String, String) = (try row("action"), try row("subject_id"))
                return "\(action) \(subject)"
            }
        }
    }
}
