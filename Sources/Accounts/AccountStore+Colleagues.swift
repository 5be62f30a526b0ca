import Database
import Vocabulary

/// Somebody in one role, by name.
public struct StaffMember: Sendable, Equatable, Identifiable {
    public let membership: Membership
    public let name: String

    public var id: MembershipID { membership.id }
}

/// Which colleagues are asked for; what is `nil` does not matter.
public struct StaffQuery: Sendable {
    public var ids: [MembershipID]?
    public var roles: [Role]?
    public var services: [ServiceID]?
    public var organisations: [OrganisationID]?

    public init() {}

    fileprivate var condition: SQL {
        .all(
            [
                ids.map { "m.id IN (\(list: $0))" }, roles.map { "m.role IN (\(list: $0))" },
                services.map { "m.service_id IN (\(list: $0))" },
                organisations.map { "m.organisation_id IN (\(list: $0))" },
            ].compactMap(\.self))
    }
}

extension AccountStore {
    /// Who works in the actor's team, or in all of its organisation, in the order in which they came.
    public func colleagues(
        _ query: StaffQuery, _ page: PageRequest, as actor: Actor
    ) async throws -> PageOf<StaffMember> {
        try actor.require(.findColleagues)
        let (scope, keys) = (try Self.near(actor), keys)
        return try await engine.read { database in
            let list = PagedList(
                Self.staffColumns, from: Self.staffSource, where: .all([scope, query.condition]),
                by: "m.id", id: "m.id")
            return try database.page(list, page).map { row in
                StaffMember(
                    membership: try Membership.read(row), name: try keys.open(row("name_sealed"), "account.name"))
            }
        }
    }

    /// The person who holds this role near the system's team, as they act when the system says what they did.
    /// - Throws: `NotFound` for a role that is not held there, or not any more.
    public func actor(holding id: MembershipID, through system: RecordSystem) async throws -> Actor {
        var query = StaffQuery()
        query.ids = [id]
        guard let colleague = try await colleagues(query, PageRequest(most: 1), as: system.actor).items.first else {
            throw NotFound("membership")
        }
        let membership = colleague.membership
        return Actor(
            accountID: membership.accountID, membershipID: id, organisationID: system.organisationID,
            serviceID: system.serviceID, role: membership.role, name: colleague.name, through: system.id)
    }

    private static let staffColumns: SQL = """
        m.*, o.name AS organisation_name, s.name AS service_name, a.name_sealed
        """
    private static let staffSource: SQL = """
        membership m JOIN account a ON a.id = m.account_id LEFT JOIN organisation o ON o.id = m.organisation_id
        LEFT JOIN service s ON s.id = m.service_id
        """

    /// Roles held now in the actor's team, or in its whole organisation.
    private static func near(_ actor: Actor) throws -> SQL {
        """
        (m.organisation_id = \(try actor.organisation()) AND m.ended_at IS NULL AND a.disabled_at IS NULL
            AND (m.service_id IS NULL OR m.service_id = \(actor.serviceID)))
        """
    }
}
