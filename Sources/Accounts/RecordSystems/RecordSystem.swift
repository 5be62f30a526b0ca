import Database
import Foundation
import Vocabulary

/// A system of an organisation that may call the FHIR service.
public struct RecordSystem: Sendable, Equatable, Identifiable {
    public let id: RecordSystemID
    public let organisationID: OrganisationID
    /// The team whose people decide about what it hands in.
    public let serviceID: ServiceID
    public let name: String
    public let keys: PublicKeySet
    public let scopes: Set<SystemScope>
    public let registeredAt: Date
    public let lastUsedAt: Date?
    public let revokedAt: Date?

    init(_ row: Row) throws {
        (id, organisationID, serviceID) = (try row("id"), try row("organisation_id"), try row("service_id"))
        (name, registeredAt) = (try row("name"), try row("registered_at"))
        (lastUsedAt, revokedAt) = (try row("last_used_at"), try row("revoked_at"))
        keys = try PublicKeySet(stored: try row("key_set"))
        scopes = SystemScope.read(try row("scopes"))
    }

    /// The system as it acts in its organisation.
    public var actor: Actor {
        Actor(
            accountID: AccountID(id.rawValue), organisationID: organisationID, serviceID: serviceID,
            role: .recordSystem, name: name)
    }
}

/// What a record system may be allowed, as SMART Backend Services writes it.
public enum SystemScope: String, Sendable, CaseIterable {
    /// Hand in messages.
    case messages = "system/Bundle.c"
    /// Look organisations and their services up.
    case directory = "system/Organization.rs"

    public var title: String {
        switch self {
        case .messages: "Hand in messages about patients"
        case .directory: "Look up universities and their services"
        }
    }

    /// Those of a list with spaces between them that are known.
    public static func read(_ text: String) -> Set<SystemScope> {
        Set(text.split(separator: " ").compactMap { SystemScope(rawValue: String($0)) })
    }

    /// Sorted, with spaces between them.
    public static func written(_ scopes: Set<SystemScope>) -> String {
        scopes.map(\.rawValue).sorted().joined(separator: " ")
    }
}
