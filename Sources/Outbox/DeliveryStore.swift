import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// What people see and do about letters: the operator those that were given up, everybody their own wishes.
public struct DeliveryStore: Sendable {
    let engine: any Engine
    let clock: any Clock

    public init(engine: any Engine, clock: any Clock) { (self.engine, self.clock) = (engine, clock) }

    /// A letter that was given up, without whom it would have reached.
    public struct GivenUp: Sendable {
        public let id: DeliveryID
        public let topic: String
        public let organisation: String?
        public let isMailbox: Bool
        /// An organisation's own system, and no e-mail.
        public let isSystem: Bool
        public let since: Date
        public let givenUpAt: Date
        public let attempts: Int
        public let fault: String
    }

    public struct Overview: Sendable {
        public let waiting: Int
        /// When the oldest of those that wait was first owed.
        public let oldest: Date?
        public let leftInADay: Int
        /// Newest first, the newest hundred.
        public let givenUp: [GivenUp]
        public let givenUpInAll: Int
    }

    public func overview(by actor: Actor) async throws -> Overview {
        try actor.require(.administerInstallation)
        let now = clock.now
        return try await engine.read { database in
            let waiting: SQL = "delivered_at IS NULL AND given_up_at IS NULL"
            let oldest = try database.row("SELECT MIN(created_at) AS at FROM delivery WHERE \(sql: waiting)")
            return Overview(
                waiting: try database.count("SELECT count(*) AS count FROM delivery WHERE \(sql: waiting)"),
                oldest: try oldest?("at"),
                leftInADay: try database.count(
                    "SELECT count(*) AS count FROM delivery WHERE delivered_at > \(now - 86_400)"),
                givenUp: try Self.givenUp(in: database),
                givenUpInAll: try Self.givenUpInAll(in: database)
            )
        }
    }

    /// How many letters were given up and not tried again since.
    public func givenUpInAll(by actor: Actor) async throws -> Int {
        try actor.require(.administerInstallation)
        return try await engine.read { try Self.givenUpInAll(in: $0) }
    }

    private static func givenUpInAll(in database: any Reading) throws -> Int {
        try database.count("SELECT count(*) AS count FROM delivery WHERE given_up_at IS NOT NULL")
    }

    private static func givenUp(in database: any Reading) throws -> [GivenUp] {
        try database.rows(
            """
            SELECT d.*, o.name AS organisation_name FROM delivery d LEFT JOIN organisation o ON o.id = d.organisation_id
            WHERE d.given_up_at IS NOT NULL ORDER BY d.given_up_at DESC, d.id LIMIT 100
            """
        ).map { row in
            let mailbox: ContactPointID? = try row("contact_point_id")
            return GivenUp(
                id: try row("id"), topic: try row("topic"), organisation: try row("organisation_name"),
                isMailbox: mailbox != nil, isSystem: try row("endpoint"), since: try row("created_at"),
                givenUpAt: try row("given_up_at"),
                attempts: try row("attempts"), fault: try row("fault") ?? ""
            )
        }
    }

    /// Lets letters that were given up begin anew.
    /// - Parameters:
    ///   - only: one of them; `nil` for all.
    ///   - mailLeaves: where no e-mail can leave, e-mails stay given up, and are counted as such.
    /// - Returns: how many.
    @discardableResult
    public func tryAgain(_ only: DeliveryID? = nil, mailLeaves: Bool = true, by actor: Actor) async throws -> Int {
        try actor.require(.administerInstallation)
        let now = clock.now
        return try await engine.write { database in
            let which: SQL = only.map { "AND id = \($0)" } ?? ""
            let known = try database.count(
                "SELECT count(*) AS count FROM delivery WHERE given_up_at IS NOT NULL \(sql: which)")
            if only != nil && known == 0 { throw NotFound("delivery") }
            let count = try database.changes(
                """
                UPDATE delivery SET given_up_at = NULL, created_at = \(now), available_at = \(now), attempts = 0,
                    leased_until = 0
                WHERE given_up_at IS NOT NULL \(sql: which) \(sql: mailLeaves ? "" : "AND endpoint <> 0")
                """
            )
            let fact = AuditFact(
                "delivery.tried_again", "delivery", only?.description ?? "all", detail: ["letters": String(count)])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return count
        }
    }

    /// When the caller wants e-mails.
    public func wishes(of actor: Actor) async throws -> MailWishes {
        let account = try actor.account()
        return try await engine.read { try MailWishes.of(account, in: $0) }
    }

    /// - Throws: `InvalidInput` for times that are none.
    public func save(_ wishes: MailWishes, by actor: Actor) async throws {
        let account = try actor.account()
        let day = 0..<1440
        guard day.contains(wishes.quietFrom), day.contains(wishes.quietUntil), wishes.dailyAt.map(day.contains) ?? true
        else { throw InvalidInput("quietFrom", "Choose a time of day.") }
        let now = clock.now
        try await engine.write { database in
            try wishes.save(for: account, in: database)
            try AuditTrail.record(AuditFact("mail.wishes_set", "account", account), by: actor, at: now, in: database)
        }
    }

    /// Whether something that tells of `subject` could not be delivered, and in which organisation.
    public static func givenUp(about subject: String, in database: any Reading) throws -> [GivenUpNotice] {
        try database.rows(
            """
            SELECT organisation_id, endpoint, given_up_at FROM delivery
            WHERE subject_id = \(subject) AND given_up_at IS NOT NULL ORDER BY given_up_at DESC LIMIT 5
            """
        ).map { row in
            GivenUpNotice(
                organisationID: try row("organisation_id"), isSystem: try row("endpoint"), at: try row("given_up_at"))
        }
    }

    /// An e-mail about an exchange, or word to a system, that never arrived.
    public struct GivenUpNotice: Sendable, Equatable {
        public let organisationID: OrganisationID?
        public let isSystem: Bool
        public let at: Date
    }
}
