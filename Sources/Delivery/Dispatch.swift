import Accounts
import Database
import Foundation
import Outbox
import Vocabulary

/// Turns what the outbox holds into letters, each entry once, whatever number of processes do it.
struct Dispatch: Sendable {
    let engine: any Engine
    /// Whether this installation has a mailbox on MESH, from which record systems can be told.
    let hasMESH: Bool

    init(engine: any Engine, hasMESH: Bool = false) { (self.engine, self.hasMESH) = (engine, hasMESH) }

    /// How many entries one transaction takes.
    private static let batch = 100
    /// Nobody is told by e-mail of what happened longer ago than a letter would be tried.
    private static let staleAfter = RetryPlan.patience

    /// - Returns: how many entries were too old to tell anybody of.
    func round(at now: Date) async throws -> Int {
        var stale = 0
        while true {
            let taken = try await engine.write { [hasMESH] in try Self.take(at: now, hasMESH, in: $0) }
            stale += taken.stale
            if taken.all < Self.batch { return stale }
        }
    }

    /// What waits, the longest first. Every entry can leave at once; one of a later moment was posted while a clock ran ahead.
    ///
    /// The bound leaves nothing out. With one SQLite looks through what waits, and not through all that ever left, also where
    /// it goes by a count of the table that is out of date.
    static let waiting: SQL = """
        SELECT * FROM outbox_entry WHERE delivered_at IS NULL AND available_at > 0
        ORDER BY available_at, id LIMIT \(batch)
        """

    private static func take(
        at now: Date, _ hasMESH: Bool, in database: any Writing
    ) throws -> (all: Int, stale: Int) {
        let rows = try database.rows("\(sql: waiting) \(on: .holdingFreeRows)")
        let entries = try rows.map(WaitingEntry.init)
        let fresh = entries.filter { $0.createdAt > now - staleAfter }
        for entry in fresh {
            try entry.letters(at: now, in: database).forEach {
                try DeliveryQueue.add($0.delivery, departure: $0.departure, in: database)
            }
        }
        try EndpointDispatch(now: now, hasMESH: hasMESH, database: database).add(fresh)
        try database.execute(
            "UPDATE outbox_entry SET delivered_at = \(now) WHERE id IN (\(list: entries.map(\.id)))")
        return (entries.count, entries.count - fresh.count)
    }
}

/// One entry of the outbox, as it is read again.
struct WaitingEntry {
    let id: String
    let topic: String
    let subject: String
    let organisation: OrganisationID?
    let account: AccountID?
    let payload: [String: String]
    let createdAt: Date

    init(_ row: Row) throws {
        (id, topic, subject) = (try row("id"), try row("topic"), try row("subject_id"))
        (organisation, account) = (try row("recipient_organisation_id"), try row("recipient_account_id"))
        let text: String = try row("payload")
        payload = try KeptJSON.read(from: text)
        createdAt = try row("created_at")
    }

    func letters(at now: Date, in database: any Reading) throws -> [(delivery: Delivery, departure: Date)] {
        if topic == InvitationWay.mailed { return invitation(at: now) }
        guard let topic = MailTopic(rawValue: topic) else { return [] }
        let urgent = topic.isUrgent(payload)
        let address = try address(topic, in: database)
        let wishes = try MailWishes.of(address.recipients.compactMap(\.accountID), in: database)
        return address.recipients.map { recipient in
            let delivery = Delivery(
                at: now, topic: address.topic.rawValue, subject: subject, reference: payload["reference"],
                dueAt: dueAt, organisation: organisation, to: recipient, urgent: urgent)
            guard case .person(let account) = recipient else { return (delivery, now) }
            return (delivery, wishes[account, default: .usual].departure(urgent: urgent, at: now))
        }
    }

    /// Whether somebody would be told of it in these words now.
    func isFor(_ account: AccountID, saying topic: MailTopic, in database: any Reading) throws -> Bool {
        guard let original = MailTopic(rawValue: self.topic) else { return false }
        let address = try meant(original, in: database) ?? last(original, in: database)
        return address.topic == topic && address.recipients.contains(.person(account))
    }

    /// Somebody waits for it who has no hours here yet.
    private func invitation(at now: Date) -> [(delivery: Delivery, departure: Date)] {
        guard let id = InvitationID(subject) else { return [] }
        let delivery = Delivery(
            at: now, topic: topic, subject: subject, organisation: organisation, to: .invited(id), urgent: true)
        return [(delivery, now)]
    }

    private var dueAt: Date? {
        payload["due"].flatMap(Double.init).map { Date(timeIntervalSince1970: $0 / 1000) }
    }

    /// What is said, and to whom.
    struct Address {
        let topic: MailTopic
        let recipients: [Delivery.Recipient]
    }

    private func address(_ topic: MailTopic, in database: any Reading) throws -> Address {
        let mailbox = try mailbox(in: database)
        if topic.prefersMailbox, let mailbox { return Address(topic: topic, recipients: [mailbox]) }
        if let meant = try meant(topic, in: database) { return meant }
        if let mailbox { return Address(topic: topic, recipients: [mailbox]) }
        return try last(topic, in: database)
    }

    /// Whoever is named; of what a team hears, as long as they can open it there, and after that everybody of the team who can.
    /// - Returns: `nil` where there is nobody.
    private func meant(_ topic: MailTopic, in database: any Reading) throws -> Address? {
        guard let organisation, let team else {
            guard let account, try !hasLeft(account, in: database) else { return nil }
            return Address(topic: topic, recipients: [.person(account)])
        }
        let readers = { (topic: MailTopic) in
            try AccountStore.holders(of: topic.readers, in: organisation, reach: topic.reach(team), in: database)
        }
        if let account, try readers(topic).contains(account) {
            return Address(topic: topic, recipients: [.person(account)])
        }
        let others = try topic.toTeam.map {
            Address(topic: $0, recipients: try readers($0).map(Delivery.Recipient.person))
        }
        return others?.recipients.isEmpty == false ? others : nil
    }

    /// Whoever answers for the team or, where nobody does, for any of the organisation's.
    private func last(_ topic: MailTopic, in database: any Reading) throws -> Address {
        guard let organisation, let said = topic.toLast else { return Address(topic: topic, recipients: []) }
        let holders = { (reach: AccountStore.Reach) in
            try AccountStore.holders(of: [said.fallback], in: organisation, reach: reach, in: database)
        }
        let near = try team.map { try holders(.team($0)) } ?? []
        let told = near.isEmpty ? try holders(.anyTeam) : near
        return Address(topic: said, recipients: told.map(Delivery.Recipient.person))
    }

    /// The team whose matter it is.
    private var team: ServiceID? { payload["team"].flatMap(ServiceID.init) }

    /// Whether the person who is named has no role any more in the organisation that is told.
    private func hasLeft(_ account: AccountID, in database: any Reading) throws -> Bool {
        try organisation.map { try AccountStore.hasLeft(account, $0, in: database) } ?? false
    }

    /// The team's mailbox, where there is one that belongs to whom the entry is for.
    private func mailbox(in database: any Reading) throws -> Delivery.Recipient? {
        guard let id = payload["contactPoint"].flatMap(ContactPointID.init), let organisation else { return nil }
        let row = try database.row(
            """
            SELECT id FROM contact_point WHERE id = \(id) AND organisation_id = \(organisation)
                AND closed_at IS NULL AND email IS NOT NULL AND bounced_at IS NULL
            """
        )
        return row == nil ? nil : .mailbox(id)
    }
}
