import Foundation
import Vocabulary

/// Tells pages that are open in this process that something changed, after it was committed.
///
/// An announcement carries ids only; whoever hears it reads again through the store, as themselves.
public actor ExchangeAnnouncements {
    private var listeners: [UUID: Listener] = [:]

    public init() {}

    /// A change of one exchange.
    public struct Announcement: Sendable, Equatable {
        public let exchangeID: ExchangeID
        public let change: ExchangeEvent.Kind?
    }

    /// Changes that concern `organisation`, until the stream is dropped. Only the newest few are kept for a slow listener,
    /// since each of them means no more than "look again".
    public func stream(for organisation: OrganisationID) -> AsyncStream<Announcement> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Announcement.self, bufferingPolicy: .bufferingNewest(4)
        )
        let key = UUID()
        listeners[key] = Listener(organisation: organisation, continuation: continuation)
        continuation.onTermination = { [weak self] _ in
            Task { await self?.forget(key) }
        }
        return stream
    }

    /// - Parameter change: `nil` for a message.
    public func announce(_ exchange: ExchangeID, _ change: ExchangeEvent.Kind?, to organisations: Set<OrganisationID>) {
        let announcement = Announcement(exchangeID: exchange, change: change)
        for listener in listeners.values where organisations.contains(listener.organisation) {
            listener.continuation.yield(announcement)
        }
    }

    /// How many pages listen now.
    public var count: Int { listeners.count }

    private func forget(_ key: UUID) { listeners[key] = nil }

    private struct Listener {
        let organisation: OrganisationID
        let continuation: AsyncStream<Announcement>.Continuation
    }
}
