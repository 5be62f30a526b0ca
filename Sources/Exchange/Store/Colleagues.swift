import Accounts
import Database
import Vocabulary

/// Somebody who could take an exchange on.
public struct Colleague: Sendable, Equatable, Identifiable {
    public let id: AccountID
    public let name: String
}

/// Who works for a side of an exchange.
enum Colleagues {
    /// Those of the recipient's present team who may answer, by name.
    static func answering(_ file: ExchangeFile, keys: KeyRing, in database: any Reading) throws -> [Colleague] {
        guard let organisation = file.state.recipientOrganisationID, let service = file.state.serviceID else {
            return []
        }
        let roles: [Role] = [.practitioner, .serviceManager]
        let accounts = try holders(of: roles, organisation, service, in: database)
        return try AccountStore.names(of: Set(accounts), keys: keys, in: database)
            .map { Colleague(id: $0, name: $1) }.sorted { ($0.name, $0.id.rawValue) < ($1.name, $1.id.rawValue) }
    }

    /// Accounts that hold one of `roles` in the organisation now, in that team or in all of it.
    static func holders(
        of roles: [Role], _ organisation: OrganisationID, _ service: ServiceID?, in database: any Reading
    ) throws -> [AccountID] {
        try database.rows(
            """
            SELECT DISTINCT m.account_id FROM membership m JOIN account a ON a.id = m.account_id
            WHERE m.organisation_id = \(organisation) AND m.role IN (\(list: roles)) AND m.ended_at IS NULL
                AND a.disabled_at IS NULL AND (m.service_id IS NULL OR m.service_id = \(service))
            ORDER BY m.account_id
            """
        ).map { try $0("account_id") }
    }
}
