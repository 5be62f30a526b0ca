import Audit
import Database
import Foundation
import Vocabulary

/// What the operator sees and does about MESH: how it stands with the mailbox, and what came that nobody could take. What a
/// message holds is shown to nobody here.
public struct MESHStore: Sendable {
    let engine: any Engine
    let clock: any Clock
    /// Ours; `nil` where none is set.
    public let mailbox: String?

    public init(engine: any Engine, clock: any Clock, mailbox: String?) {
        (self.engine, self.clock, self.mailbox) = (engine, clock, mailbox)
    }

    public struct Overview: Sendable {
        /// When MESH last answered, and why it did not since.
        public let reachedAt: Date?
        public let fault: String?
        /// What is yet to be taken in.
        public let waiting: Int
        public let answersWaiting: Int
        public let answersUncollected: Int
        /// The oldest first, a hundred at most.
        public let kept: [Kept]
    }

    /// Something that waits for the operator.
    public struct Kept: Sendable {
        public let id: MESHMessageID
        public let sender: String
        public let workflow: String
        public let receivedAt: Date
        public let reason: MESHReason
        /// Whether there is something to be taken in again.
        public let holdsContent: Bool
    }

    public func overview(by actor: Actor) async throws -> Overview {
        try actor.require(.administerInstallation)
        let mailbox = mailbox
        return try await engine.read { database in
            let line = try mailbox.flatMap { try MESHLine.of($0, in: database) }
            let answers: SQL = "SELECT count(*) AS count FROM delivery WHERE endpoint = 2 AND"
            return Overview(
                reachedAt: line?.reachedAt, fault: line?.fault,
                waiting: try database.count(
                    "SELECT count(*) AS count FROM mesh_message WHERE settled_at IS NULL AND code IS NULL"),
                answersWaiting: try database.count(
                    "\(sql: answers) delivered_at IS NULL AND given_up_at IS NULL"),
                answersUncollected: try database.count(
                    "\(sql: answers) delivered_at IS NOT NULL AND collected_at IS NULL"),
                kept: try Self.kept(in: database))
        }
    }

    private static func kept(in database: any Reading) throws -> [Kept] {
        try database.rows(
            """
            SELECT id, mailbox, workflow, received_at, code,
                CASE WHEN content_sealed IS NULL THEN 0 ELSE 1 END AS is_whole
            FROM mesh_message WHERE settled_at IS NULL AND code IS NOT NULL ORDER BY received_at, id LIMIT 100
            """
        ).map { row in
            Kept(
                id: try row("id"), sender: try row("mailbox"), workflow: try row("workflow"),
                receivedAt: try row("received_at"), reason: try row("code"), holdsContent: try row("is_whole"))
        }
    }

    /// How much waits for the operator.
    public func keptInAll(by actor: Actor) async throws -> Int {
        try actor.require(.administerInstallation)
        return try await engine.read {
            try $0.count(
                "SELECT count(*) AS count FROM mesh_message WHERE settled_at IS NULL AND code IS NOT NULL")
        }
    }

    /// Has it taken in once more: its sender may be confirmed now, or the workflow be set.
    public func tryAgain(_ id: MESHMessageID, by actor: Actor) async throws {
        try await change(id, "code = NULL", where: "AND content_sealed IS NOT NULL", "mesh.tried_again", by: actor)
    }

    /// Says that nothing has to be done about it; what it holds goes.
    public func setAside(_ id: MESHMessageID, by actor: Actor) async throws {
        try await change(
            id, "settled_at = \(clock.now), content_sealed = NULL", "mesh.set_aside", by: actor)
    }

    private func change(
        _ id: MESHMessageID, _ change: SQL, where condition: SQL = "", _ act: String, by actor: Actor
    ) async throws {
        try actor.require(.administerInstallation)
        let now = clock.now
        try await engine.write { database in
            let count = try database.changes(
                """
                UPDATE mesh_message SET \(sql: change)
                WHERE id = \(id) AND settled_at IS NULL AND code IS NOT NULL \(sql: condition)
                """
            )
            guard count == 1 else { throw NotFound("message") }
            try AuditTrail.record(AuditFact(act, "mesh_message", id), by: actor, at: now, in: database)
        }
    }

    /// For how long what came is recognised when it comes again, in seconds: ninety days.
    private static let kept: TimeInterval = 90 * 86_400

    /// Forgets that it came, once MESH could no longer bring it again.
    public func purge() async throws {
        let old: SQL = "settled_at < \(clock.now - Self.kept)"
        guard try await engine.read({ try $0.row("SELECT id FROM mesh_message WHERE \(sql: old) LIMIT 1") }) != nil
        else { return }
        try await engine.write { try $0.execute("DELETE FROM mesh_message WHERE \(sql: old)") }
    }
}
