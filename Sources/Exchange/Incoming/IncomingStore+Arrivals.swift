import Accounts
import Database
import Foundation
import Vocabulary

/// That a record system handed something in, and what became of it; nothing of what it held.
public struct MessageArrival: Sendable, Equatable {
    public let receivedAt: Date
    public let fate: Fate

    public enum Fate: Sendable, Equatable {
        case waiting, takenUp, told, setAside, takenBack, tookBack
        /// It was to take back what had not come.
        case tookNothingBack
    }
}

extension IncomingStore {
    /// The newest few of what a system of the caller's organisation has handed in.
    public func lastArrivals(from system: RecordSystemID, as actor: Actor) async throws -> [MessageArrival] {
        try actor.require(.keepRecordSystems)
        let organisation = try actor.organisation()
        return try await engine.read { database in
            try database.rows(
                """
                SELECT m.id, m.received_at, m.exchange_id, m.record_system_id, m.settled_at, m.settled_by, m.cancels, e.id AS told_id
                FROM incoming_message m
                LEFT JOIN exchange e ON e.id = m.exchange_id
                WHERE m.record_system_id = \(system) AND m.organisation_id = \(organisation)
                ORDER BY m.received_at DESC, m.id DESC LIMIT 3
                """
            ).map { MessageArrival(receivedAt: try $0("received_at"), fate: try MessageArrival.Fate($0)) }
        }
    }
}

extension MessageArrival.Fate {
    fileprivate init(_ row: Row) throws {
        let (begun, told): (String?, String?) = (try row("exchange_id"), try row("told_id"))
        let (settledAt, cancels): (Date?, String?) = (try row("settled_at"), try row("cancels"))
        if let cancels {
            self = cancels == (try row("id") as String) ? .tookNothingBack : .tookBack
        } else if told != nil {
            self = .told
        } else if settledAt != nil {
            let (whom, system): (String?, String) = (try row("settled_by"), try row("record_system_id"))
            self = whom == system ? .takenBack : .setAside
        } else {
            // A notice that somebody began has its id before it is sent.
            self = begun == nil ? .waiting : .takenUp
        }
    }
}
