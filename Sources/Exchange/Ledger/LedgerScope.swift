import Database
import Foundation
import Vocabulary

/// The ledger's questions as SQL, all of them within the actor's organisation and the filter's period.
struct LedgerScope {
    let filter: LedgerFilter
    let now: Date
    private let scope: SQL
    private let organisation: OrganisationID
    private let period: SQL

    init(_ filter: LedgerFilter, actor: Actor, now: Date) throws {
        (self.filter, self.now, organisation) = (filter, now, try actor.organisation())
        let period: SQL =
            "BETWEEN \(filter.from.start) AND \(filter.to.adding(days: 1).start.addingTimeInterval(-0.001))"
        // Said of each side by itself: an engine that joins two indexes narrows either by what stands beside it alone.
        let sent: SQL = "(\(sql: try ExchangeScope.sent(by: actor)) AND e.created_at \(sql: period))"
        let received: SQL = "(\(sql: try ExchangeScope.received(by: actor)) AND e.created_at \(sql: period))"
        scope =
            switch filter.side {
            case .sender: sent
            case .recipient: received
            case nil: "(\(sql: sent) OR \(sql: received))"
            }
        self.period = period
    }

    func rows(_ after: ListCursor?, _ most: Int) -> SQL {
        """
        SELECT e.* \(sql: exchanges(filter.finding)) \(sql: ListOrder.latestFirst.behind(after, "e.created_at"))
        ORDER BY e.created_at DESC, e.id DESC LIMIT \(most + 1)
        """
    }

    /// How many there are of each finding and in all, whatever the filter looks for: one walk through the period.
    func counts(in database: any Reading) throws -> (found: [LedgerFinding: Int], total: Int) {
        let sums = LedgerFinding.allCases.map { finding in
            "COALESCE(SUM(CASE WHEN \(sql: condition(finding)) THEN 1 ELSE 0 END), 0) AS"
                + SQL(stringLiteral: Self.column(finding) + ",")
        }
        let row = try database.row("SELECT \(sql: sums.reduce("", +)) COUNT(*) AS total \(sql: exchanges(nil))")
        guard let row else { return ([:], 0) }
        let found = try LedgerFinding.allCases.map { ($0, try row(Self.column($0)) as Int) }
        return (Dictionary(uniqueKeysWithValues: found), try row("total"))
    }

    /// PostgreSQL writes names of columns in small letters.
    private static func column(_ finding: LedgerFinding) -> String { "found_\(finding.rawValue.lowercased())" }

    private func exchanges(_ finding: LedgerFinding?) -> SQL {
        """
        FROM exchange e LEFT JOIN exchange_clock c ON c.exchange_id = e.id
        WHERE \(sql: scope) AND \(sql: finding.map(condition) ?? "1 = 1")
        """
    }

    private func condition(_ finding: LedgerFinding) -> SQL {
        switch finding {
        case .open: "c.exchange_id IS NOT NULL"
        case .overdue: "(c.due_at < \(now) OR \(sql: Self.has([.managerTold])))"
        case .unanswered:
            """
            ((c.owed = \(ExchangeClock.acknowledged) AND c.due_at < \(now) AND \(sql: Self.teamIsLate))
                OR (c.exchange_id IS NULL AND NOT \(sql: Self.has(Self.answers))))
            """
        case .withoutContact:
            """
            (c.exchange_id IS NULL AND NOT \(sql: Self.has(Self.noContactAsked))
                AND NOT \(sql: Self.hasOnlyAwareness))
            """
        }
    }

    private static let answers: [ExchangeEvent.Kind] = [
        .acknowledged, .callRecorded, .declined, .recalled, .enteredInError, .consentWithdrawn,
    ]

    private static let noContactAsked: [ExchangeEvent.Kind] = [
        .studentContacted, .recalled, .enteredInError, .consentWithdrawn,
    ]

    /// What was handed on may be late for the student while the next team is still in time: that team has not answered
    /// once its own time has passed, at which its manager is told.
    private static let teamIsLate: SQL = """
        NOT EXISTS (SELECT 1 FROM exchange_event h WHERE h.exchange_id = e.id AND h.kind = 'handedOn'
            AND NOT EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind = 'managerTold'
                AND v.seq > h.seq))
        """

    private static func has(_ kinds: [ExchangeEvent.Kind]) -> SQL {
        "EXISTS (SELECT 1 FROM exchange_event v WHERE v.exchange_id = e.id AND v.kind IN (\(list: kinds)))"
    }

    private static let hasOnlyAwareness: SQL = """
        NOT EXISTS (SELECT 1 FROM exchange_request r WHERE r.exchange_id = e.id
            AND r.kind <> \(RequestKind.awarenessOnly))
        """

    /// Contacts that ended without a notice, with no person in the row.
    func notShared(in database: any Reading) throws -> [Ledger.NotShared] {
        if filter.side == .recipient { return [] }
        let rows = try database.rows(
            """
            SELECT reason, COUNT(*) AS count FROM unshared_contact
            WHERE organisation_id = \(organisation) AND at \(sql: period) GROUP BY reason ORDER BY reason
            """
        )
        return try rows.map { Ledger.NotShared(reason: try $0("reason"), count: try $0("count")) }
    }
}
