import Accounts
import Database
import Foundation
import Vocabulary

/// That a record system handed something in, and what became of it; nothing of what it held.
public struct MessageArrival: Sendable, Equatable {
    public let receivedAt: Date
    public let fate: Fate

    public enum Fate: Sendable, Equatable {
        case waiting, takenUp, told, setAside, tookBack
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
                SELECT received_at, exchange_id, settled_at, cancels FROM incoming_message
                WHERE record_system_id = \(system) AND organisation_id = \(organisation)
                ORDER BY received_at DESC, id DESC LIMIT 3
                """
            ).map { MessageArrival(receivedAt: try $0("received_at"), fate: try MessageArrival.Fate($0)) }
        }
    }
}

extension MessageArrival.Fate {
    fileprivate init(_ row: Row) throws {
        let (exchange, cancels): (String?, String?) = (try row("exchange_id"), try row("cancels"))
        let settledAt: Date? = try row("settled_at")
        if cancels != nil {
            self = .tookBack
        } else if exchange != nil {
            self = settledAt == nil ? .takenUp : .told
        } else {
            self = settledAt == nil ? .waiting : .setAside
        }
    }
}
