import Vocabulary

/// One step of the schema. Once released it is never edited: a correction is a new step at the end of the list.
public struct Migration: Sendable {
    public let name: String
    /// Statements in the SQL that both engines read: TEXT, BIGINT (times in milliseconds since 1970, and 0/1), BLOB.
    public let statements: [String]

    /// What one engine needs besides, after `statements`.
    public let only: [Dialect: [String]]

    init(_ name: String, _ statements: [String], only: [Dialect: [String]] = [:]) {
        (self.name, self.statements, self.only) = (name, statements, only)
    }

    /// Every step, in the order they are applied.
    public static let all: [Migration] = [
        .audit, .outbox, .accounts, .directory, .students, .exchange, .auditSeals, .retention, .keeping,
        .delivery, .recordSystems, .partitions, .signInProviders, .openDirectory, .calendarAddresses,
        .standingInstructions, .cancelling, .endpoints, .calendarScope, .mesh, .subscriptions, .connections,
        .unreadMessages, .unreadService, .subscriptionEnd, .unsaidKind, .senderUnread, .senderTeamUnread,
        .retiredAndUntold, .lateDecisions, .incomingUpdates,
    ]
}
