import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension RetentionStore {
    /// Looks through what the organisation keeps, and stores what has reached its time. Nothing is removed.
    @discardableResult
    public func makeReport(by actor: Actor) async throws -> RetentionReportID {
        let organisation = try Self.organisation(of: actor)
        let (now, account) = (clock.now, try actor.account())
        let policy = try await policy(as: actor)
        let walk = RetentionWalk(
            engine: engine, organisation: organisation, policy: policy, now: now, most: RetentionReport.most)
        let finding = try await walk.run()
        return try await engine.write { database in
            try Self.dropLapsed(of: organisation, at: now, in: database)
            let id = RetentionReportID(at: now)
            try database.execute(
                """
                INSERT INTO retention_report (id, organisation_id, made_by, made_at, years, held, waiting, has_more,
                    digest)
                VALUES (\(id), \(organisation), \(account), \(now), \(policy.years), \(finding.held),
                    \(finding.waiting), \(finding.hasMore), \(RetentionReport.digest(of: finding.due.map(\.id))))
                """
            )
            for (position, item) in finding.due.enumerated() {
                try database.execute(
                    """
                    INSERT INTO retention_report_item (report_id, position, exchange_id, kind, last_contact_at)
                    VALUES (\(id), \(position), \(item.id), \(item.kind), \(item.lastContactAt))
                    """
                )
            }
            let detail = ["due": "\(finding.due.count)", "held": "\(finding.held)"]
            let fact = AuditFact("retention.report_made", "retention_report", id, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return id
        }
    }

    /// Reports that nobody acted on within their time.
    private static func dropLapsed(of organisation: OrganisationID, at now: Date, in database: any Writing) throws {
        let lapsed: SQL = """
            SELECT id FROM retention_report WHERE organisation_id = \(organisation) AND confirmed_at IS NULL
                AND made_at <= \(now.addingTimeInterval(-RetentionReport.lifetime))
            """
        try database.execute("DELETE FROM retention_report_item WHERE report_id IN (\(sql: lapsed))")
        try database.execute("DELETE FROM retention_report WHERE id IN (\(sql: lapsed))")
    }

    /// - Throws: `NotFound` for another organisation's.
    public func report(_ id: RetentionReportID, as actor: Actor) async throws -> RetentionReport {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { [keys] database in
            let row = try database.row(
                "SELECT * FROM retention_report WHERE id = \(id) AND organisation_id = \(organisation)")
            guard let row else { throw NotFound("retention report") }
            return try RetentionReport(row, keys, in: database)
        }
    }

    /// The organisation's latest reports, newest first.
    public func reports(most: Int = 20, as actor: Actor) async throws -> [RetentionReport] {
        let organisation = try Self.organisation(of: actor)
        return try await engine.read { [keys] database in
            try database.rows(
                """
                SELECT * FROM retention_report WHERE organisation_id = \(organisation)
                ORDER BY made_at DESC, id DESC LIMIT \(most)
                """
            ).map { try RetentionReport($0, keys, in: database) }
        }
    }
}

extension RetentionReport {
    fileprivate init(_ row: Row, _ keys: KeyRing, in database: any Reading) throws {
        func name(_ account: AccountID) throws -> String {
            try AccountStore.name(of: account, keys: keys, in: database)
        }
        let id: RetentionReportID = try row("id")
        self.id = id
        (madeByName, madeAt) = (try name(row("made_by")), try row("made_at"))
        (years, held, waiting) = (try row("years"), try row("held"), try row("waiting"))
        (hasMore, digest, finishedAt) = (try row("has_more"), try row("digest"), try row("finished_at"))
        let (at, reasons): (Date?, Data?) = (try row("confirmed_at"), try row("reasons_sealed"))
        if let at, let reasons {
            confirmed = Confirmation(
                byName: try name(row("confirmed_by")), at: at,
                reasons: try keys.open(reasons, "retention_report.reasons"))
        } else {
            confirmed = nil
        }
        items = try Self.items(of: id, by: row("organisation_id"), in: database)
    }

    private static func items(
        of id: RetentionReportID, by organisation: OrganisationID, in database: any Reading
    ) throws -> [Item] {
        let sent = RetentionReading.kept(by: organisation, on: .sender)
        let received = RetentionReading.kept(by: organisation, on: .recipient)
        return try database.rows(
            """
            SELECT i.*, e.reference FROM retention_report_item i
                LEFT JOIN exchange e ON e.id = i.exchange_id AND ((\(sql: sent)) OR (\(sql: received)))
            WHERE i.report_id = \(id) ORDER BY i.position
            """
        ).map { row in
            let outcome: String? = try row("outcome")
            return Item(
                id: try row("exchange_id"), reference: try row("reference"), kind: try row("kind"),
                lastContactAt: try row("last_contact_at"), outcome: outcome.flatMap(Outcome.init(stored:)))
        }
    }
}
