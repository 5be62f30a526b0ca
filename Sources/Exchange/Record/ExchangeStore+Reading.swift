import Accounts
import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// One exchange, as `actor` may see it. That they looked is recorded; the first time somebody of the recipient's team
    /// looks, it is opened, by name.
    /// - Parameter isThreadShown: whether they see the messages as well; then none is new to whoever sent the notice, or
    ///   to their team.
    /// - Throws: `NotFound` where it does not exist for them.
    public func exchange(
        _ id: ExchangeID, isThreadShown: Bool = false, as actor: Actor
    ) async throws -> ExchangeRecord {
        try actor.require(.readExchange)
        let (keys, now, version) = (keys, clock.now, expectedVersion)
        let (record, isNew, isSeen) = try await engine.write { database in
            let file = try ExchangeFile.take(id, as: actor, keys: keys, in: database)
            try file.require(version: version)
            var act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
            let isSeen = try isThreadShown && act.file.markSeen(by: actor, at: now, in: database)
            let giver = file.state.giver(to: actor.accountID)
            let isNew = try Self.open(&act)
            let reading = RecordReading(file: act.file, actor: actor, now: now, keys: keys, database: database)
            var record = try reading.record()
            record.givenBy = giver
            return (record, isNew, isSeen)
        }
        if isNew { announcements.announce(id, record.timeline.last?.event.kind, to: record.facts.organisations) }
        if isSeen { announcements.announce(id, nil, to: [record.facts.senderOrganisationID]) }
        return record
    }

    /// The exchange that people call by `reference` on the phone.
    /// - Throws: `NotFound`.
    public func find(reference typed: String, as actor: Actor) async throws -> ExchangeID {
        try actor.require(.readExchange)
        guard let reference = Reference(typed: typed) else { throw NotFound("exchange") }
        return try await engine.read { database in
            let sql: SQL = "SELECT e.id FROM exchange e WHERE e.reference = \(reference.description)"
            guard let row = try database.row(sql + "AND \(sql: try ExchangeScope.both(actor))") else {
                throw NotFound("exchange")
            }
            return try row("id")
        }
    }

    /// - Returns: whether the actor sees it for the first time.
    private static func open(_ act: inout Act) throws -> Bool {
        let account = try act.actor.account()
        if act.file.facts.unreadMessageAt != nil, try act.file.isReadForTeam(by: act.actor, in: act.database) {
            try act.file.endUnread(in: act.database)
        }
        guard act.file.side(of: act.actor) == .recipient, act.file.state.status.following(.opened) != nil else {
            try act.audit("exchange.read")
            return false
        }
        if act.file.state.consentWithdrawnAt != nil && act.file.state.readers[account] == nil {
            // Nothing of what was told is shown, so this is no reading.
            try act.audit("exchange.shellRead")
            return false
        }
        return try act.file.isOfTeam(act.actor, in: act.database) ? openForTeam(&act, account) : look(&act, account)
    }

    private static func openForTeam(_ act: inout Act, _ account: AccountID) throws -> Bool {
        let state = act.file.state
        // Whoever was given it opens it anew, so that the giver sees that they know.
        guard state.readers[account] == nil || state.status == .sent || state.giver(to: account) != nil else {
            try act.audit("exchange.read")
            return false
        }
        try act.add(.opened)
        return true
    }

    /// Somebody who answers for the whole organisation, or had it before, stops no clock and stands in no call-back's way.
    private static func look(_ act: inout Act, _ account: AccountID) throws -> Bool {
        let state = act.file.state
        guard state.readers[account] == nil, state.lookers[account] == nil else {
            try act.audit("exchange.read")
            return false
        }
        let role = act.actor.role
        try act.add(.looked) { $0.role = role }
        return true
    }
}
