import Audit
import Database
import Foundation
import Vocabulary

/// Where a record system wants to hear of its team's exchanges.
public struct NewSubscription: Sendable {
    public let channel: EndpointChannel
    public let criteria: EndpointCriteria
    public let reason: String
    public let address: EndpointAddress
    /// What the system wants to be shown each time; `nil`, in a change, for what it is shown already.
    public let token: String?
    /// When it is to end by itself; `nil` for never.
    public let endsAt: Date?

    public init(
        _ channel: EndpointChannel, _ criteria: EndpointCriteria, reason: String, at address: EndpointAddress,
        token: String?, until end: Date? = nil
    ) {
        (self.channel, self.criteria, self.reason) = (channel, criteria, reason)
        (self.address, self.token, endsAt) = (address, token, end)
    }
}

extension EndpointStore {
    /// The most subscriptions of one record system.
    public static let mostSubscriptions = 20

    /// Subscribes, as a record system, to its own team's exchanges.
    /// - Throws: `Conflict` where it has the same already, or too many; `InvalidInput` without a token.
    @discardableResult
    public func subscribe(_ new: NewSubscription, by actor: Actor) async throws -> EndpointID {
        let system = try Self.system(actor)
        let (organisation, now) = (try actor.organisation(), clock.now)
        guard let token = new.token else { throw InvalidInput("header", "Say what is to be shown each time.") }
        let (id, sealed) = (EndpointID(at: now), try keys.seal(token, "endpoint.token"))
        let (address, criteria) = (new.address.url.absoluteString, new.criteria)
        try await engine.write { database in
            let own = try KeptEndpoint.read(where: "n.record_system_id = \(system)", at: now, in: database)
            try new.requireOther(than: own)
            guard own.count < Self.mostSubscriptions else {
                throw Conflict("A system has \(Self.mostSubscriptions) subscriptions at most. Delete one first.")
            }
            try database.execute(
                """
                INSERT INTO endpoint (id, organisation_id, record_system_id, service_id, channel,
                    owner_organisation_id, requester_organisation_id, reason, address, token_sealed, registered_by,
                    registered_at, ends_at)
                VALUES (\(id), \(organisation), \(system), \(actor.serviceID), \(new.channel), \(criteria.owner),
                    \(criteria.requester), \(new.reason), \(address), \(sealed), \(system), \(now), \(new.endsAt))
                """
            )
            try AuditTrail.record(AuditFact("subscription.created", "endpoint", id), by: actor, at: now, in: database)
        }
        return id
    }

    /// The caller's own, the oldest first.
    public func subscriptions(as actor: Actor) async throws -> [KeptEndpoint] {
        let (system, now) = (try Self.system(actor), clock.now)
        return try await engine.read { database in
            try KeptEndpoint.read(where: "n.record_system_id = \(system)", at: now, in: database)
        }
    }

    /// Ends one of the caller's own, and what waits for it.
    public func unsubscribe(_ id: EndpointID, by actor: Actor) async throws {
        let system = try Self.system(actor)
        let fact = AuditFact("subscription.ended", "endpoint", id)
        try await end(id.rawValue, where: "record_system_id = \(system)", fact, by: actor)
    }

    /// Those of all record systems of a manager's organisation.
    public func subscriptions(of actor: Actor) async throws -> [KeptEndpoint] {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        return try await engine.read { database in
            try KeptEndpoint.read(
                where: "n.organisation_id = \(organisation) AND n.record_system_id IS NOT NULL", at: now, in: database)
        }
    }

    /// Where a record system of a manager's organisation hears of later events: what it subscribed, and the address that the
    /// managers keep. What has said that it is gone is not among them, nor what has ended.
    public func hearing(_ system: RecordSystemID, as actor: Actor) async throws -> [KeptEndpoint] {
        try actor.require(.keepRecordSystems)
        let (organisation, now) = (try actor.organisation(), clock.now)
        return try await engine.read { database in
            try KeptEndpoint.read(
                where: """
                    n.organisation_id = \(organisation) AND n.gone_at IS NULL
                        AND \(sql: Endpoint.hasNotEnded(at: now))
                        AND (n.record_system_id = \(system) OR n.id = \(organisation))
                    """, at: now, in: database)
        }
    }

    /// A manager ends one of a record system of their organisation.
    public func endSubscription(_ id: EndpointID, by actor: Actor) async throws {
        try actor.require(.keepRecordSystems)
        let fact = AuditFact("subscription.ended", "endpoint", id)
        try await end(id.rawValue, where: "record_system_id IS NOT NULL", fact, by: actor)
    }

    static func system(_ actor: Actor) throws(Forbidden) -> RecordSystemID {
        try actor.require(.keepSubscriptions)
        guard let system = actor.recordSystemID else { throw Forbidden(Permission.keepSubscriptions.rawValue) }
        return system
    }
}

extension NewSubscription {
    /// - Throws: `Conflict` where one of `own` is the same.
    func requireOther(than own: [KeptEndpoint]) throws(Conflict) {
        let isKnown = own.contains {
            $0.address == address.url.absoluteString && $0.criteria == criteria && $0.channel == channel
        }
        if isKnown { throw Conflict("You have this subscription already. Change that one.") }
    }
}
