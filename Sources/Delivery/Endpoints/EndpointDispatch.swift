import Accounts
import Database
import Foundation
import Outbox
import Vocabulary

/// Which of the outbox's entries go to organisations' own systems, within the transaction that takes them out.
struct EndpointDispatch {
    let now: Date
    let hasMESH: Bool
    let database: any Writing

    func add(_ entries: [WaitingEntry]) throws {
        let told = entries.compactMap { entry in EndpointTopic(rawValue: entry.topic).map { (entry, $0) } }
        guard !told.isEmpty else { return }
        let listening = try ListeningEndpoint.all(at: now, in: database)
        let mailboxes = hasMESH ? try WritersMailbox.exists(in: database) : false
        guard mailboxes || !listening.isEmpty else { return }
        for (entry, topic) in told {
            guard let exchange = try ToldExchange(entry.subject, in: database) else { continue }
            let hearing = try listening.filter { try hears($0, entry, topic, exchange) }
            var ears = hearing.map { Ear(recipient: .system($0.id), organisation: $0.organisationID) }
            if mailboxes, try hearsByMESH(entry, topic, exchange, unless: hearing) {
                ears.append(Ear(recipient: .mesh(exchange.sender), organisation: exchange.sender))
            }
            for ear in ears { try add(entry, for: ear) }
        }
    }

    /// Where it is said, and whose system that is.
    private struct Ear {
        let recipient: Delivery.Recipient
        let organisation: OrganisationID
    }

    private func add(_ entry: WaitingEntry, for ear: Ear) throws {
        let id = DeliveryID.word(of: entry.topic, about: entry.subject, to: ear.recipient, at: entry.createdAt)
        let delivery = Delivery(
            id, at: entry.createdAt, topic: entry.topic, subject: entry.subject, reference: entry.payload["reference"],
            organisation: ear.organisation, to: ear.recipient, urgent: true, code: entry.payload["code"])
        try DeliveryQueue.add(delivery, departure: now, in: database)
    }

    /// The record system whose message it came of hears by MESH what none of its endpoints hears: neither one that it
    /// subscribed, nor the address that its organisation keeps.
    private func hearsByMESH(
        _ entry: WaitingEntry, _ topic: EndpointTopic, _ exchange: ToldExchange, unless hearing: [ListeningEndpoint]
    ) throws -> Bool {
        guard isForSender(entry, topic, exchange),
            let writer = try WritersMailbox.of(exchange: exchange.id, by: exchange.sender, in: database)
        else { return false }
        return !hearing.contains { endpoint in
            endpoint.organisationID == exchange.sender
                && (endpoint.systemID == nil || endpoint.systemID == writer.systemID)
        }
    }

    private func hears(
        _ endpoint: ListeningEndpoint, _ entry: WaitingEntry, _ topic: EndpointTopic, _ exchange: ToldExchange
    ) throws -> Bool {
        guard endpoint.criteria.admits(from: exchange.sender, to: exchange.recipient) else { return false }
        let isForRecipient =
            topic.sides.contains(.recipient) && entry.organisation == exchange.recipient && exchange.hasTeam
        let told = [
            isForRecipient ? exchange.recipient : nil, isForSender(entry, topic, exchange) ? exchange.sender : nil,
        ]
        return try told.contains(endpoint.organisationID) && isOfTeam(endpoint, exchange)
    }

    private func isForSender(_ entry: WaitingEntry, _ topic: EndpointTopic, _ exchange: ToldExchange) -> Bool {
        // That something was sent at once, its own answer has said.
        let isNews = topic == .sent ? exchange.systemID == nil : entry.organisation == exchange.sender
        return topic.sides.contains(.sender) && isNews
    }

    /// A record system knows the exchanges of its team. Of those that the organisation sent, the one address that its
    /// managers keep hears only what becomes of messages: it has no name for what people wrote on the pages.
    private func isOfTeam(_ endpoint: ListeningEndpoint, _ exchange: ToldExchange) throws -> Bool {
        if let team = endpoint.serviceID {
            return try database.row(
                "SELECT exchange_id FROM exchange_team WHERE exchange_id = \(exchange.id) AND service_id = \(team)"
            ) != nil
        }
        if endpoint.organisationID == exchange.recipient { return true }
        return try database.row(
            """
            SELECT id FROM incoming_message WHERE exchange_id = \(exchange.id)
                AND organisation_id = \(exchange.sender) AND cancels IS NULL LIMIT 1
            """
        ) != nil
    }
}

/// Between whom an exchange is.
private struct ToldExchange {
    let id: String
    let sender: OrganisationID
    let recipient: OrganisationID
    /// Whether the recipient has a team in Footbridge, whose systems can be told.
    let hasTeam: Bool
    /// The record system that sent it by itself.
    let systemID: RecordSystemID?

    init?(_ id: String, in database: any Reading) throws {
        let row = try database.row(
            """
            SELECT sender_organisation_id, recipient_organisation_id, recipient_service_id, record_system_id
            FROM exchange WHERE id = \(id)
            """
        )
        guard let row else { return nil }
        let team: ServiceID? = try row("recipient_service_id")
        (self.id, hasTeam, systemID) = (id, team != nil, try row("record_system_id"))
        (sender, recipient) = (try row("sender_organisation_id"), try row("recipient_organisation_id"))
    }
}
