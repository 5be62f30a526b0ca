import Database
import Foundation
import Vocabulary

/// A person who signs in.
public struct Account: Sendable, Equatable {
    public let id: AccountID
    public let email: String
    public let name: String
    /// The student's own record, for an account of a student.
    public let personID: PersonID?
    public let hasSecondFactor: Bool

    static func read(_ row: Row, _ keys: KeyRing) throws -> Account {
        let confirmed: Date? = try row("totp_confirmed_at")
        return Account(
            id: try row("id"), email: try keys.open(row("email_sealed"), "account.email"),
            name: try keys.open(row("name_sealed"), "account.name"), personID: try row("person_id"),
            hasSecondFactor: confirmed != nil
        )
    }
}

/// One role of a person, in an organisation and there in one team or in all of it.
public struct Membership: Sendable, Equatable {
    public let id: MembershipID
    public let accountID: AccountID
    public let role: Role
    public let organisationID: OrganisationID?
    public let organisationName: String?
    public let serviceID: ServiceID?
    public let serviceName: String?

    /// `Practitioner, Student Wellbeing, University of Leeds`
    public var title: String { [role.title, serviceName, organisationName].compactMap(\.self).joined(separator: ", ") }

    /// Who acts when the holder of the role does.
    func actor(as account: Account) -> Actor {
        Actor(
            accountID: account.id, membershipID: id, organisationID: organisationID, serviceID: serviceID, role: role,
            personID: role == .student ? account.personID : nil, name: account.name
        )
    }

    static let columns: SQL = """
        SELECT m.*, o.name AS organisation_name, s.name AS service_name FROM membership m
        LEFT JOIN organisation o ON o.id = m.organisation_id
        LEFT JOIN service s ON s.id = m.service_id
        """

    static func read(_ row: Row) throws -> Membership {
        Membership(
            id: try row("id"), accountID: try row("account_id"), role: try row("role"),
            organisationID: try row("organisation_id"), organisationName: try row("organisation_name"),
            serviceID: try row("service_id"), serviceName: try row("service_name")
        )
    }
}
