import Database
import Foundation
import Vocabulary

/// Something that came by MESH, as it is kept until it has been taken in, or the operator has decided about it.
struct KeptMESHMessage: Sendable {
    let id: MESHMessageID
    /// What MESH calls it.
    let meshID: String
    let sender: String
    let workflow: String
    let sealed: Data

    static let context = "mesh_message.content"
    /// For how long nobody else takes what one process has begun to take in, in seconds.
    private static let lease: TimeInterval = 60

    /// Keeps it, unless it has come before.
    static func keep(_ message: MESHMessage, keys: KeyRing, at now: Date, in database: any Writing) throws {
        switch message.content {
        case .report(let report):
            let isOurs = try report.note(at: now, in: database)
            try insert(message, nil, isOurs ? nil : .strangeReport, settled: isOurs, at: now, in: database)
        case .tooLarge: try insert(message, nil, .tooLarge, settled: false, at: now, in: database)
        case .data(let data):
            try insert(message, keys.seal(data, context), nil, settled: false, at: now, in: database)
        }
    }

    private static func insert(
        _ message: MESHMessage, _ sealed: Data?, _ code: MESHReason?, settled: Bool, at now: Date,
        in database: any Writing
    ) throws {
        try database.execute(
            """
            INSERT INTO mesh_message (id, mesh_id, mailbox, workflow, received_at, content_sealed, code, settled_at)
            VALUES (\(MESHMessageID(at: now)), \(message.id), \(message.sender), \(message.workflow), \(now), \(sealed),
                \(code), \(settled ? now : nil))
            ON CONFLICT (mesh_id) DO NOTHING
            """
        )
    }

    /// Which of these have come before, and whether MESH may let go of them.
    static func known(_ meshIDs: [String], in database: any Reading) throws -> [String: Bool] {
        let rows = try database.rows("SELECT mesh_id, code FROM mesh_message WHERE mesh_id IN (\(list: meshIDs))")
        let pairs = try rows.map { row -> (String, Bool) in
            let code: MESHReason? = try row("code")
            return (try row("mesh_id"), code != .tooLarge)
        }
        return Dictionary(pairs) { $1 }
    }

    /// Takes out what has waited longest to be taken in. A lease that ends further ahead than any is a wrong clock's.
    static func take(at now: Date, in database: any Writing) throws -> KeptMESHMessage? {
        let row = try database.row(
            """
            SELECT * FROM mesh_message WHERE settled_at IS NULL AND code IS NULL
                AND (leased_until <= \(now) OR leased_until > \(now + lease + ClockDifference.bearable))
            ORDER BY received_at, id LIMIT 1 \(on: .holdingFreeRows)
            """
        )
        guard let row else { return nil }
        let id: MESHMessageID = try row("id")
        try database.execute("UPDATE mesh_message SET leased_until = \(now + lease) WHERE id = \(id)")
        return KeptMESHMessage(
            id: id, meshID: try row("mesh_id"), sender: try row("mailbox"), workflow: try row("workflow"),
            sealed: try row("content_sealed"))
    }

    func content(_ keys: KeyRing) throws -> Data { try keys.openBytes(sealed, Self.context) }

    /// Writes down that it was taken in, and lets go of the content; or why it waits for the operator.
    /// - Returns: whether nobody else had done so.
    func settle(_ reason: MESHReason?, at now: Date, in database: any Writing) throws -> Bool {
        let change: SQL =
            reason.map { "code = \($0), leased_until = 0" } ?? "settled_at = \(now), content_sealed = NULL"
        return try database.changes(
            "UPDATE mesh_message SET \(sql: change) WHERE id = \(id) AND settled_at IS NULL AND code IS NULL") == 1
    }
}

extension MESHReport {
    /// Gives up what it is about, where that was sent from here and nothing newer is known of it: it stands with what the
    /// operator may try again. What was sent twice has one name here and two on MESH; a report that comes late for the first
    /// one says nothing of the second.
    /// - Returns: whether it is about something that was sent from here.
    func note(at now: Date, in database: any Writing) throws -> Bool {
        let named: SQL = about.map { "mesh_id = \($0)" } ?? "id = \(localID)"
        try database.execute(
            """
            UPDATE delivery SET delivered_at = NULL, given_up_at = \(now), fault = \(words)
            WHERE endpoint = 2 AND \(sql: named) AND delivered_at IS NOT NULL AND collected_at IS NULL
            """
        )
        return try database.row(
            "SELECT id FROM delivery WHERE endpoint = 2 AND (mesh_id = \(about) OR id = \(localID)) LIMIT 1") != nil
    }
}
