import Crypto
import Foundation
import Vocabulary

extension DeliveryID {
    /// Of the word that one system hears of one event. Several people may be told of the event, each by an entry of the
    /// outbox, and the entries may be dispatched apart; a system is told once.
    ///
    /// It sorts by the moment of the event, which keeps the order.
    public static func word(
        of topic: String, about subject: String, to recipient: Delivery.Recipient, at moment: Date
    ) -> DeliveryID {
        let who = recipient.endpointID?.rawValue ?? recipient.meshOrganisationID?.rawValue ?? ""
        let told = [topic, subject, "\(recipient.way)", who].joined(separator: "\n")
        return DeliveryID(at: moment, digest: SHA256.hash(data: Data(told.utf8)))
    }
}
