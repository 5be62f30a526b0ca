import Database
import Foundation
import Vocabulary

extension Writing {
    /// Gives somebody a role, with an account that has no name and opens nothing, unless they have one.
    public func employ(
        _ account: AccountID, as role: Role, in team: ServiceID? = nil, of organisation: OrganisationID, at now: Date
    ) throws {
        try execute(
            """
            INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
            VALUES (\(account), \(account.rawValue), \(Data()), \(Data()), '', \(now)) ON CONFLICT DO NOTHING
            """)
        try execute(
            """
            INSERT INTO membership (id, account_id, organisation_id, service_id, role, created_at)
            VALUES (\(MembershipID(at: now)), \(account), \(organisation), \(team), \(role), \(now))
            """)
    }
}
