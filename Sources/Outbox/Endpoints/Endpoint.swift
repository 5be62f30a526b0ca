import Database
import Foundation
import Vocabulary

/// How a system is told (http://hl7.org/fhir/R4/valueset-subscription-channel-type.html).
public enum EndpointChannel: String, Sendable, CaseIterable, SQLConvertible {
    /// An empty POST says that something happened; the system asks for what.
    case restHook = "rest-hook"
    /// A FHIR message with a reference and codes.
    case message
}

/// Which exchanges an endpoint hears of; what is `nil` does not matter.
public struct EndpointCriteria: Sendable, Equatable {
    /// The organisation that an exchange was sent to.
    public var owner: OrganisationID?
    /// The organisation that sent it.
    public var requester: OrganisationID?

    public init(owner: OrganisationID? = nil, requester: OrganisationID? = nil) {
        (self.owner, self.requester) = (owner, requester)
    }

    init(_ row: Row) throws {
        (owner, requester) = (try row("owner_organisation_id"), try row("requester_organisation_id"))
    }

    public func admits(from sender: OrganisationID, to recipient: OrganisationID) -> Bool {
        (owner ?? recipient) == recipient && (requester ?? sender) == sender
    }
}

/// Somebody's endpoint, as whatever decides who is told needs it.
public struct ListeningEndpoint: Sendable, Identifiable {
    public let id: EndpointID
    public let organisationID: OrganisationID
    /// The team of the record system that subscribed it: it hears of that team's exchanges alone. `nil` for the one that a
    /// manager registered.
    public let serviceID: ServiceID?
    /// The record system that subscribed it.
    public let systemID: RecordSystemID?
    public let criteria: EndpointCriteria

    /// All that have not said that they are gone, nor asked for an end that has come.
    public static func all(at now: Date, in database: any Reading) throws -> [ListeningEndpoint] {
        try database.rows(
            "SELECT * FROM endpoint WHERE gone_at IS NULL AND \(sql: Endpoint.hasNotEnded(at: now)) ORDER BY id"
        ).map { row in
            ListeningEndpoint(
                id: try row("id"), organisationID: try row("organisation_id"), serviceID: try row("service_id"),
                systemID: try row("record_system_id"), criteria: try EndpointCriteria(row))
        }
    }
}

/// An endpoint as whatever calls it needs it.
public struct Endpoint: Sendable, Identifiable {
    public let id: EndpointID
    public let organisationID: OrganisationID
    public let channel: EndpointChannel
    public let address: EndpointAddress
    public let token: String

    /// - Returns: `nil` where there is none any more, or its end has come.
    public static func of(
        _ id: EndpointID, keys: KeyRing, at now: Date, in database: any Reading
    ) throws -> Endpoint? {
        let row = try database.row("SELECT * FROM endpoint WHERE id = \(id) AND \(sql: hasNotEnded(at: now))")
        guard let row, let address = EndpointAddress(stored: try row("address")) else { return nil }
        return Endpoint(
            id: id, organisationID: try row("organisation_id"), channel: try row("channel"), address: address,
            token: try keys.open(row("token_sealed"), "endpoint.token"))
    }

    /// Of those that have no end, or one that is still to come.
    static func hasNotEnded(at now: Date) -> SQL { "(ends_at IS NULL OR ends_at > \(now))" }
}
