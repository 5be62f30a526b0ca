import Database
import Foundation
import Outbox
import Vocabulary

/// Which of the outbox's entries go to organisations' own systems, within the transaction that takes them out.
struct EndpointDispatch {
    let now: Date
    let database: any Writing

    func add(_ entries: [WaitingEntry]) throws {
        let told = entries.filter { EndpointTopic(rawValue: $0.topic) != nil }
        guard !told.isEmpty else { return }
        let listening = Set(
            try database.rows("SELECT organisation_id FROM endpoint").map { row -> OrganisationID in
                try row("organisation_id")
            })
        guard !listening.isEmpty else { return }
        // Several people may be told of one event; a system is told once.
        var done: Set<[String]> = []
        for entry in told {
            for organisation in try systems(for: entry) where listening.contains(organisation) {
                let event = [entry.topic, entry.subject, organisation.rawValue, "\(entry.createdAt)"]
                if done.insert(event).inserted { try add(entry, for: organisation) }
            }
        }
    }

    private func add(_ entry: WaitingEntry, for organisation: OrganisationID) throws {
        // Ids sort by their moment; that of the event keeps the order.
        let delivery = Delivery(
            at: entry.createdAt, topic: entry.topic, subject: entry.subject, reference: entry.payload["reference"],
            organisation: organisation, to: .system(organisation), urgent: true, code: entry.payload["code"])
        try DeliveryQueue.add(delivery, departure: now, in: database)
    }

    /// The university's system hears of everything that comes to it. The sender's hears what becomes of its own messages: it
    /// has no name for what people wrote on the pages.
    private func systems(for entry: WaitingEntry) throws -> [OrganisationID] {
        let row = try database.row(
            """
            SELECT sender_organisation_id, recipient_organisation_id, recipient_service_id, record_system_id
            FROM exchange WHERE id = \(entry.subject)
            """
        )
        guard let row, let topic = EndpointTopic(rawValue: entry.topic) else { return [] }
        let (sender, recipient): (OrganisationID, OrganisationID) = (
            try row("sender_organisation_id"), try row("recipient_organisation_id")
        )
        let (team, system): (ServiceID?, RecordSystemID?) = (
            try row("recipient_service_id"), try row("record_system_id")
        )
        var systems: [OrganisationID] = []
        if topic.sides.contains(.recipient), team != nil, entry.organisation == recipient {
            systems.append(recipient)
        }
        // That something was sent at once, its own answer has said.
        let isNews = topic == .sent ? system == nil : entry.organisation == sender
        if topic.sides.contains(.sender), isNews, try cameOfMessage(entry.subject, of: sender) {
            systems.append(sender)
        }
        return systems
    }

    private func cameOfMessage(_ exchange: String, of sender: OrganisationID) throws -> Bool {
        try database.row(
            """
            SELECT id FROM incoming_message WHERE exchange_id = \(exchange) AND organisation_id = \(sender)
                AND cancels IS NULL LIMIT 1
            """
        ) != nil
    }
}
