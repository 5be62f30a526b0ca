import Database
import Foundation
import Vocabulary

extension MESHRound {
    /// How many names MESH gives of a full inbox.
    private static let full = 500

    /// Keeps everything that waits for us; MESH hears that it may let go once the commit is on disk, and not before.
    func collect(_ line: MESHLine, until isOver: @Sendable () -> Bool) async throws {
        while !isOver() {
            let waiting = try await server.inbox()
            let known = try await engine.read { try KeptMESHMessage.known(waiting, in: $0) }
            var taken = 0
            for id in waiting where !isOver() {
                if try await keep(id, line, mayLetGo: known[id]) { taken += 1 }
            }
            // A full inbox has more behind it, as long as something of it could be taken.
            if waiting.count < Self.full || taken == 0 { return }
        }
    }

    /// - Parameter mayLetGo: `nil` for what has not come before.
    /// - Returns: whether MESH has let go of it.
    private func keep(_ id: String, _ line: MESHLine, mayLetGo: Bool?) async throws -> Bool {
        do {
            var mayLetGo = mayLetGo
            if mayLetGo == nil {
                guard let message = try await server.message(id) else { return false }
                let (keys, now) = (keys, clock.now)
                try await engine.write { database in
                    try KeptMESHMessage.keep(message, keys: keys, at: now, in: database)
                    try line.renew(at: now, in: database)
                }
                mayLetGo = message.content != .tooLarge
            }
            guard mayLetGo == true else { return false }
            try await server.acknowledge(id)
            return true
        } catch let fault as MESHFault where fault.isAboutOneMessage {
            logger.warning("a message on MESH could not be collected", metadata: ["fault": "\(fault)"])
            return false
        }
    }

    /// Asks for what was sent and not yet collected where it stands, a few at a time.
    func track() async throws {
        let (now, pause, ahead) = (clock.now, pause, ClockDifference.bearable)
        let sent = try await engine.read { database in
            try database.rows(
                """
                SELECT id, mesh_id FROM delivery WHERE endpoint = 2 AND delivered_at > \(now - Self.trackedFor)
                    AND collected_at IS NULL AND (tracked_at <= \(now - pause) OR tracked_at > \(now + ahead))
                    ORDER BY tracked_at, id LIMIT 20
                """
            ).map { row -> (id: DeliveryID, meshID: String) in (try row("id"), try row("mesh_id")) }
        }
        for one in sent {
            let fate = try await fate(of: one.meshID)
            try await engine.write { try fate.note(one.id, sentAs: one.meshID, at: now, in: $0) }
        }
    }

    /// What MESH cannot say of one keeps nobody from hearing of the others, nor from what comes next.
    private func fate(of meshID: String) async throws -> MESHFate {
        do { return try await server.fate(of: meshID) } catch let fault as MESHFault where fault.isAboutOneMessage {
            logger.warning("where an answer stands could not be read", metadata: ["fault": "\(fault)"])
            return .waiting
        }
    }

    /// MESH forgets what it delivered after a month.
    private static let trackedFor: TimeInterval = 30 * 86_400
}

extension MESHFate {
    /// What was collected is not kept here any longer; what nobody collected stands with what was given up.
    /// - Parameter meshID: what MESH was asked about. What was sent anew meanwhile has another, and its own fate.
    func note(_ delivery: DeliveryID, sentAs meshID: String, at now: Date, in database: any Writing) throws {
        let change: SQL =
            switch self {
            case .waiting: "tracked_at = \(now)"
            case .collected: "tracked_at = \(now), collected_at = \(now), content_sealed = NULL"
            case .undelivered:
                "tracked_at = \(now), delivered_at = NULL, given_up_at = \(now), fault = \(Self.undeliveredWords)"
            }
        try database.execute(
            """
            UPDATE delivery SET \(sql: change)
            WHERE id = \(delivery) AND mesh_id = \(meshID) AND delivered_at IS NOT NULL
            """
        )
    }

    private static let undeliveredWords = "MESH says that it was not collected from the mailbox."
}
