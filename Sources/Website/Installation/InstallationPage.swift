import Database
import Foundation
import Outbox
import Vocabulary

struct InstallationPage: Sendable {
    let counts: [Count]
    let joined: [Organisation]
    let typed: String
    let found: [Organisation]
    let searched: Bool
    /// Nothing has been imported yet, so nothing can be found.
    let isUnfilled: Bool
    let email: TextField
    let form: InvitationForm
    /// First managers who have not come yet.
    let waiting: WaitingInvitations
    let organisationProblem: String?
    let link: String?
    let errorSummary: ErrorSummary?

    struct Count: Sendable {
        let label: String
        let number: Int
    }

    struct Organisation: Sendable {
        let id: String
        let name: String
        let since: String?
    }

    /// Sizes of things, without looking into any of them.
    static func counts(_ keys: KeyRing, in database: any Reading) throws -> [Count] {
        [
            Count(
                label: "Organisations in the directory",
                number: try database.count("SELECT count(*) AS count FROM organisation")),
            Count(label: "Accounts", number: try database.count("SELECT count(*) AS count FROM account")),
            Count(label: "Exchanges", number: try database.count("SELECT count(*) AS count FROM exchange")),
        ] + (try untold(in: database)) + (try lacking(keys, in: database))
    }

    /// Each by its number, which is all that is said of it.
    private static func lacking(_ keys: KeyRing, in database: any Reading) throws -> [Count] {
        let names = try keys.lacking(in: database)
        let label = "Keys in use that are missing from the key ring: \(names.joined(separator: ", "))"
        return names.isEmpty ? [] : [Count(label: label, number: names.count)]
    }

    /// Nothing where all is well, as it nearly always is.
    private static func untold(in database: any Reading) throws -> [Count] {
        let untold = try DeliveryQueue.untold(in: database)
        return untold == 0
            ? [] : [Count(label: "Events of the last 90 days that came too late to tell anybody", number: untold)]
    }

    static func joined(at now: Date, in database: any Reading) throws -> [Organisation] {
        try database.rows("SELECT id, name, joined_at FROM organisation WHERE joined_at IS NOT NULL ORDER BY name").map
        { row in
            let (id, since): (OrganisationID, Date) = (try row("id"), try row("joined_at"))
            return Organisation(id: id.rawValue, name: try row("name"), since: UKTime.short(since, now: now))
        }
    }

    static func found(_ typed: String, in database: any Reading) throws -> [Organisation] {
        guard !typed.isEmpty else { return [] }
        let pattern = "%\(typed.lowercased())%"
        return try database.rows(
            """
            SELECT DISTINCT o.id, o.name FROM organisation o
            LEFT JOIN organisation_name n ON n.organisation_id = o.id
            WHERE o.closed_on IS NULL AND (lower(o.name) LIKE \(pattern) OR lower(n.name) LIKE \(pattern))
            ORDER BY o.name LIMIT 20
            """
        ).map { row in
            let id: OrganisationID = try row("id")
            return Organisation(id: id.rawValue, name: try row("name"), since: nil)
        }
    }
}
