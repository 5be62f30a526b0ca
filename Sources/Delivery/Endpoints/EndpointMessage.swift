import Database
import FHIR
import Foundation
import Outbox
import Vocabulary

/// What an organisation's own system hears: that something happened to an exchange it has to do with, in codes and ids. No
/// name, no word that anybody wrote (docs/adr/0020-messages-out-hold-no-content.md).
public struct EndpointMessage: Sendable {
    let delivery: Delivery
    let topic: EndpointTopic
    /// By what the system called the message that began it, where it sent one.
    let answers: String?
    let publicAddress: URL

    /// FHIR wants a status; where an event says nothing of it, this.
    private static let unchanged = "in-progress"

    /// - Returns: `nil` where the delivery is of a kind that no system hears of.
    init?(_ delivery: Delivery, of organisation: OrganisationID, publicAddress: URL, in database: any Reading) throws {
        guard let topic = EndpointTopic(rawValue: delivery.topic) else { return nil }
        (self.delivery, self.topic, self.publicAddress) = (delivery, topic, publicAddress)
        let began = try database.row(
            """
            SELECT message_id FROM incoming_message WHERE exchange_id = \(delivery.subjectID)
                AND organisation_id = \(organisation) AND cancels IS NULL ORDER BY received_at LIMIT 1
            """
        )
        answers = try began?("message_id")
    }

    /// What goes over the line; nothing where the system only wants to know that something happened.
    func body(for endpoint: Endpoint) -> String {
        switch endpoint.channel {
        case .restHook: ""
        case .message: String(decoding: bundle(to: endpoint.address.url.absoluteString).utf8(), as: UTF8.self)
        }
    }

    /// The same word for the mailbox of the record system that sent the message; who it is for stands on MESH's envelope.
    /// - Returns: `nil` where the delivery is of a kind that no system hears of.
    public static func content(
        of delivery: Delivery, publicAddress: URL, in database: any Reading
    ) throws -> Data? {
        guard let organisation = delivery.organisationID else { return nil }
        let message = try EndpointMessage(delivery, of: organisation, publicAddress: publicAddress, in: database)
        return message.map { Data($0.bundle(to: nil).utf8()) }
    }

    private func bundle(to address: String?) -> JSONText.Value {
        let focus = "urn:uuid:\(delivery.subjectID)"
        return Self.bundle(
            delivery.id, at: delivery.createdAt,
            [
                ["fullUrl": .string("urn:uuid:\(delivery.id)"), "resource": header(about: focus, to: address)],
                ["fullUrl": .string(focus), "resource": task],
            ])
    }

    private func header(about focus: String, to address: String?) -> JSONText.Value {
        var members = Self.header(topic.code, to: address, from: publicAddress)
        if let answers { members.append(.init("response", ["identifier": .string(answers), "code": "ok"])) }
        members.append(.init("focus", [["reference": .string(focus)]]))
        return .object(members)
    }

    /// The exchange, as far as a system may know it unasked. What waits in the outbox keeps its own moment, so that events
    /// that arrive late do not tell of what has happened since.
    private var task: JSONText.Value {
        var members: [JSONText.Member] = [
            .init("resourceType", "Task"), .init("id", .string(delivery.subjectID)),
        ]
        if let reference = delivery.reference {
            members.append(
                .init("identifier", [["system": .string(FHIRSystem.exchangeReference), "value": .string(reference)]]))
        }
        members.append(.init("status", .string(topic.standing?.taskStatus ?? Self.unchanged)))
        if let code = delivery.code { members.append(why(code)) }
        members.append(.init("intent", "order"))
        return .object(members)
    }

    /// Why it was declined, or how it ended, where the task itself has the same.
    private func why(_ code: String) -> JSONText.Member {
        let (name, system) =
            topic == .declined
            ? ("statusReason", FHIRSystem.declineReason) : ("businessStatus", FHIRSystem.outcome)
        return .init(name, ["coding": [["system": .string(system), "code": .string(code)]]])
    }
}

/// What every message to a system has around it, a test too.
extension EndpointMessage {
    static func bundle(_ id: DeliveryID, at moment: Date, _ entries: [JSONText.Value]) -> JSONText.Value {
        [
            "resourceType": "Bundle", "id": .string(id.rawValue), "type": "message",
            "timestamp": .string(moment.formatted(.iso8601)), "entry": .array(entries),
        ]
    }

    static func header(_ code: String, to address: String?, from publicAddress: URL) -> [JSONText.Member] {
        let event: JSONText.Value = ["system": .string(FHIRSystem.exchangeEvent), "code": .string(code)]
        let destination = address.map { [JSONText.Member("destination", [["endpoint": .string($0)]])] } ?? []
        return [.init("resourceType", "MessageHeader"), .init("eventCoding", event)] + destination + [
            .init("source", ["name": "Footbridge", "endpoint": .string(publicAddress.absoluteString)])
        ]
    }
}
