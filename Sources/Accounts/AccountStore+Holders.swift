import Database
import Vocabulary

extension AccountStore {
    /// Whose roles count, of all that are held in an organisation.
    public enum Reach: Sendable {
        /// Those held in one team, and those held in all of the organisation; with no team, the latter alone.
        case team(ServiceID?)
        /// Those held in one team alone.
        case teamAlone(ServiceID?)
        case anyTeam
    }

    /// Accounts that hold one of `roles` in the organisation now, each once.
    public static func holders(
        of roles: [Role], in organisation: OrganisationID, reach: Reach, in database: any Reading
    ) throws -> [AccountID] {
        let reached: SQL =
            switch reach {
            case .team(let service): "(m.service_id IS NULL OR m.service_id = \(service))"
            case .teamAlone(let service): "m.service_id = \(service)"
            case .anyTeam: "1 = 1"
            }
        return try database.rows(
            """
            SELECT DISTINCT m.account_id FROM membership m JOIN account a ON a.id = m.account_id
            WHERE m.organisation_id = \(organisation) AND m.role IN (\(list: roles)) AND m.ended_at IS NULL
                AND a.disabled_at IS NULL AND \(sql: reached)
            ORDER BY m.account_id
            """
        ).map { try $0("account_id") }
    }

    /// The service managers who answer for a team: its own, and those of the whole organisation; with no team the latter alone.
    public static func managers(
        of organisation: OrganisationID, team: ServiceID? = nil, in database: any Reading
    ) throws -> [AccountID] {
        try holders(of: [.serviceManager], in: organisation, reach: .team(team), in: database)
    }

    /// Whether somebody had a role in the organisation and has none there any more: what is said to them there is said in vain.
    public static func hasLeft(
        _ account: AccountID, _ organisation: OrganisationID, in database: any Reading
    ) throws -> Bool {
        let row = try database.row(
            """
            SELECT COUNT(*) AS roles, COUNT(ended_at) AS ended FROM membership
            WHERE account_id = \(account) AND organisation_id = \(organisation)
            """
        )
        let (roles, ended): (Int, Int) = (try row?("roles") ?? 0, try row?("ended") ?? 0)
        return roles > 0 && ended == roles
    }
}
