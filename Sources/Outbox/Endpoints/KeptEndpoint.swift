import Database
import Foundation
import Vocabulary

/// An endpoint as whoever keeps it sees it, with how its deliveries go. The token is not in it.
public struct KeptEndpoint: Sendable, Identifiable {
    public let id: EndpointID
    /// The record system that subscribed it; `nil` for the one that a manager registered.
    public let systemID: RecordSystemID?
    public let systemName: String?
    public let channel: EndpointChannel
    public let criteria: EndpointCriteria
    /// Why it is wanted, as the system says.
    public let reason: String?
    public let address: String
    public let registeredAt: Date
    /// When something last arrived there.
    public let arrivedAt: Date?
    /// Since when it is gone (it said so, by 410) or switched off; nothing goes there any more.
    public let goneAt: Date?
    /// Until when its system wants it; `nil` where it has no end.
    public let endsAt: Date?
    /// When it ended by itself, where it has. It hears nothing from then on, whether or not a round has been by.
    public let endedAt: Date?
    public let waiting: Int
    public let givenUp: Int
    public let gaveUpAt: Date?
    /// Why the last try failed, of what still waits.
    public let fault: String?

    /// http://hl7.org/fhir/R4/valueset-subscription-status.html
    public enum Standing: String, Sendable, CaseIterable {
        /// Nothing has gone there yet.
        case requested
        /// What went last has arrived.
        case active
        /// Something waits because it did not arrive, or was given up since.
        case error
        /// It has said that it is gone, its system has switched it off, or it ended by itself.
        case off
    }

    public var standing: Standing {
        if goneAt != nil || endedAt != nil { return .off }
        let hasGivenUp = gaveUpAt.map { $0 > max(arrivedAt ?? registeredAt, registeredAt) } ?? false
        if fault != nil || hasGivenUp { return .error }
        return arrivedAt == nil ? .requested : .active
    }

    /// What is wrong, for whoever keeps it.
    public var trouble: String? {
        switch standing {
        case .requested, .active: nil
        case .error: fault ?? "Something could not be delivered within three days."
        case .off where endedAt != nil:
            "It ended by itself, as its system had asked. Nothing is sent to it any more, and what waited has gone."
        case .off: "It was switched off, or has said that it is gone for good (410). Nothing is sent to it any more."
        }
    }

    /// One question for all of them.
    static func read(where condition: SQL, at now: Date, in database: any Reading) throws -> [KeptEndpoint] {
        let sent: SQL = "FROM delivery d WHERE d.endpoint = 1 AND d.endpoint_id = n.id AND"
        let waiting: SQL = sent + "d.delivered_at IS NULL AND d.given_up_at IS NULL"
        let givenUp: SQL = sent + "d.given_up_at IS NOT NULL"
        return try database.rows(
            """
            SELECT n.*, s.name AS system_name, (SELECT count(*) \(sql: waiting)) AS waiting,
                (SELECT count(*) \(sql: givenUp)) AS given_up, (SELECT MAX(d.given_up_at) \(sql: givenUp)) AS gave_up_at,
                (SELECT d.fault \(sql: waiting) AND d.fault IS NOT NULL
                    ORDER BY d.available_at DESC, d.id DESC LIMIT 1) AS fault
            FROM endpoint n LEFT JOIN record_system s ON s.id = n.record_system_id
            WHERE \(sql: condition) ORDER BY n.id
            """
        ).map { try KeptEndpoint($0, at: now) }
    }

    private init(_ row: Row, at now: Date) throws {
        (id, systemID, systemName) = (try row("id"), try row("record_system_id"), try row("system_name"))
        (channel, criteria) = (try row("channel"), try EndpointCriteria(row))
        (reason, address, registeredAt) = (try row("reason"), try row("address"), try row("registered_at"))
        (arrivedAt, goneAt, gaveUpAt) = (try row("arrived_at"), try row("gone_at"), try row("gave_up_at"))
        endsAt = try row("ends_at")
        endedAt = endsAt.flatMap { $0 <= now ? $0 : nil }
        (waiting, givenUp, fault) = (try row("waiting"), try row("given_up"), try row("fault"))
    }
}
