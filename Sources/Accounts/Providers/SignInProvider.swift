import Database
import Foundation
import Vocabulary

/// Where people may sign in instead of here, by OpenID Connect.
public struct SignInProvider: Sendable, Equatable, Identifiable {
    public let id: SignInProviderID
    public let kind: ProviderKind
    /// As the sign-in page names it: “University of Leeds”.
    public let name: String
    /// What it calls itself, letter by letter (OpenID Connect Discovery 1.0, section 3).
    public let issuer: String
    /// What it calls us.
    public let clientID: String
    /// The organisation for whose people it vouches; `nil` where that is said by each sign-in, or does not matter.
    public let organisationID: OrganisationID?
    public let organisationName: String?
    /// Since when people may choose it.
    public let offeredAt: Date?
    /// Since when nobody can sign in there any more, for good.
    public let closedAt: Date?

    public var isOffered: Bool { offeredAt != nil && closedAt == nil }

    static let columns: SQL = """
        SELECT p.*, o.name AS organisation_name FROM sign_in_provider p
        LEFT JOIN organisation o ON o.id = p.organisation_id
        """

    init(_ row: Row) throws {
        (id, kind, name) = (try row("id"), try row("kind"), try row("name"))
        (issuer, clientID) = (try row("issuer"), try row("client_id"))
        (organisationID, organisationName) = (try row("organisation_id"), try row("organisation_name"))
        (offeredAt, closedAt) = (try row("offered_at"), try row("closed_at"))
    }
}

/// What sort of provider it is, which decides whom it can vouch for and what it must say of them.
public enum ProviderKind: String, Sendable, CaseIterable, SQLConvertible {
    /// An organisation's own: its staff, and nobody else's.
    case organisation
    /// NHS Care Identity Service 2: staff, in the role that they selected there.
    case careIdentity
    /// NHS login: students, and only when it has proved who they are (P9).
    case nhsLogin

    public var title: String {
        switch self {
        case .organisation: "An organisation’s own sign-in"
        case .careIdentity: "NHS Care Identity (CIS2)"
        case .nhsLogin: "NHS login"
        }
    }

    /// What we ask to be told. CIS2 tells the roles of a person, and which was selected, only where it is asked to.
    public var scopes: [String] {
        switch self {
        case .organisation, .nhsLogin: ["openid", "profile"]
        case .careIdentity: ["openid", "profile", "nationalrbacaccess", "selectedrole"]
        }
    }

    /// Staff are invited; a student is found by the NHS number that was proved.
    public var isForStaff: Bool { self != .nhsLogin }
}
