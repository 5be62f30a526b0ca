/// Who is asking: one signed-in person in the one role they picked. Every store method takes one, and its organisation
/// stands in the query.
///
/// Only `Accounts` (from a session) and the sweeper make one; a page never does.
public struct Actor: Sendable, Hashable {
    public let accountID: AccountID?
    public let membershipID: MembershipID?
    /// `nil` for the operator and for a student, who belong to no organisation's staff.
    public let organisationID: OrganisationID?
    /// The team, where the role is held in one; `nil` means all of the organisation.
    public let serviceID: ServiceID?
    public let role: Role
    /// The student's own record; set for the role `student` only.
    public let personID: PersonID?
    public let name: String
    /// The organisation's own record system that says what this person did; `nil` where they signed in themselves.
    public let through: RecordSystemID?

    public init(
        accountID: AccountID?, membershipID: MembershipID? = nil, organisationID: OrganisationID?,
        serviceID: ServiceID? = nil, role: Role, personID: PersonID? = nil, name: String,
        through: RecordSystemID? = nil
    ) {
        (self.accountID, self.membershipID, self.organisationID) = (accountID, membershipID, organisationID)
        (self.serviceID, self.role, self.personID, self.name) = (serviceID, role, personID, name)
        self.through = through
    }

    /// What the system does by itself: reminders, escalation, expiry.
    public static let system = Actor(accountID: nil, organisationID: nil, role: .system, name: "Footbridge")

    /// - Throws: `Forbidden` where the role lacks the permission (deny by default).
    public func require(_ permission: Permission) throws(Forbidden) {
        guard may(permission) else { throw Forbidden(permission.rawValue) }
    }

    /// The record system that acts, with no person looking.
    public var recordSystemID: RecordSystemID? {
        role == .recordSystem ? accountID.flatMap { RecordSystemID($0.rawValue) } : nil
    }

    public func may(_ permission: Permission) -> Bool {
        role.permissions.contains(permission) && (through == nil || Permission.throughSystem.contains(permission))
    }

    /// The organisation the actor works for.
    /// - Throws: `Forbidden` where there is none.
    public func organisation() throws(Forbidden) -> OrganisationID {
        guard let organisationID else { throw Forbidden("belong to an organisation") }
        return organisationID
    }

    /// The person signed in; for a record system, its own id, which names it wherever an account is named.
    /// - Throws: `Forbidden` for Footbridge itself.
    public func account() throws(Forbidden) -> AccountID {
        guard let accountID else { throw Forbidden("be a person") }
        return accountID
    }
}
