import Audit
import Database
import Foundation
import Vocabulary

/// What is to become of a subscription that is changed.
public enum SubscriptionWish: Sendable {
    case goesOn
    /// As if it were new: nothing has arrived there yet.
    case beginsAnew
    /// Nothing is sent any more, and what waits goes.
    case isOff

    fileprivate func change(at now: Date) -> SQL {
        switch self {
        case .goesOn: ""
        case .beginsAnew: ", registered_at = \(now), arrived_at = NULL, gone_at = NULL"
        case .isOff: ", gone_at = COALESCE(gone_at, \(now))"
        }
    }
}

extension EndpointStore {
    /// Changes one of the caller's own to what `new` says. What waits for it goes to the new address.
    /// - Parameter check: throws where it is not what the caller has seen; asked in the transaction of the change.
    /// - Throws: `NotFound` where it is not the caller's, `Conflict` where another of its own is the same.
    public func change(
        _ id: EndpointID, to new: NewSubscription, _ wish: SubscriptionWish, by actor: Actor,
        after check: @escaping @Sendable (KeptEndpoint) throws -> Void
    ) async throws {
        let (system, now) = (try Self.system(actor), clock.now)
        let sealed = try new.token.map { try keys.seal($0, "endpoint.token") }
        try await engine.write { database in
            let own = try KeptEndpoint.read(where: "n.record_system_id = \(system)", at: now, in: database)
            guard let kept = own.first(where: { $0.id == id }) else { throw NotFound("endpoint") }
            try check(kept)
            try new.requireOther(than: own.filter { $0.id != id })
            try database.execute(
                """
                UPDATE endpoint SET channel = \(new.channel), owner_organisation_id = \(new.criteria.owner),
                    requester_organisation_id = \(new.criteria.requester), reason = \(new.reason), ends_at = \(new.endsAt),
                    address = \(new.address.url.absoluteString), token_sealed = COALESCE(\(sealed), token_sealed)
                    \(sql: wish.change(at: now))
                WHERE id = \(id)
                """
            )
            switch wish {
            case .goesOn: break
            case .beginsAnew where kept.endedAt == nil: try Self.tryNow(id.rawValue, at: now, in: database)
            case .beginsAnew, .isOff: try Self.drop(id.rawValue, in: database)
            }
            try AuditTrail.record(AuditFact("subscription.changed", "endpoint", id), by: actor, at: now, in: database)
        }
    }

    /// What waits for an endpoint that begins anew is due at once, as if it had never been tried; what somebody is just
    /// sending to the old address is once that has answered. The three days still count from the event.
    static func tryNow(_ id: String, at now: Date, in database: any Writing) throws {
        try database.execute(
            """
            UPDATE delivery SET available_at = \(now), attempts = 0, fault = NULL WHERE endpoint = 1
                AND endpoint_id = \(id) AND delivered_at IS NULL AND given_up_at IS NULL AND leased_until <= \(now)
            """
        )
    }

    /// What waits for an endpoint, or was given up, goes.
    static func drop(_ id: String, in database: any Writing) throws {
        try database.execute(
            "DELETE FROM delivery WHERE endpoint = 1 AND endpoint_id = \(id) AND delivered_at IS NULL")
    }
}
