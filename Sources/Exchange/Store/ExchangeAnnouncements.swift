import Database
import Foundation
import Vocabulary

/// Tells open pages that something changed, after it was committed, whichever process they were opened in.
///
/// An announcement carries ids only; whoever hears it reads again through the store, as themselves.
public struct ExchangeAnnouncements: Sendable {
    private let engine: any Engine

    public init(_ engine: any Engine) { self.engine = engine }

    /// A change of one exchange.
    public struct Announcement: Sendable, Equatable {
        /// `nil` where something may have been missed, so that everything is worth another look.
        public let exchangeID: ExchangeID?
        /// `nil` for a message.
        public let change: ExchangeEvent.Kind?
    }

    /// Changes that concern `organisation`, until the stream is dropped. Only the newest few are kept for a slow listener,
    /// since each of them means no more than "look again".
    public func stream(for organisation: OrganisationID) -> AsyncStream<Announcement> {
        let heard = engine.heard()
        return AsyncStream(bufferingPolicy: .bufferingNewest(4)) { continuation in
            let listening = Task {
                for await words in heard {
                    if let announcement = Announcement(words, for: organisation) { continuation.yield(announcement) }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in listening.cancel() }
        }
    }

    /// - Parameter change: `nil` for a message.
    public func announce(_ exchange: ExchangeID, _ change: ExchangeEvent.Kind?, to organisations: Set<OrganisationID>) {
        let concerned = organisations.map(\.rawValue).joined(separator: " ")
        engine.tell("\(Announcement.word) \(exchange) \(change?.rawValue ?? "message") \(concerned)")
    }
}

extension ExchangeAnnouncements.Announcement {
    fileprivate static let word = "exchange"

    /// What was told, where it concerns `organisation`.
    fileprivate init?(_ words: String, for organisation: OrganisationID) {
        if words.isEmpty {
            (exchangeID, change) = (nil, nil)
            return
        }
        let pieces = words.split(separator: " ")
        guard pieces.count > 3, pieces[0] == Self.word, pieces[3...].contains(Substring(organisation.rawValue)) else {
            return nil
        }
        (exchangeID, change) = (ExchangeID(String(pieces[1])), ExchangeEvent.Kind(rawValue: String(pieces[2])))
    }
}
