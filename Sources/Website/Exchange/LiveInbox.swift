import Exchange
import Foundation
import Vocabulary

/// Server-sent events for an open list: "look again" each time something of the organisation changes. They carry a count
/// and nothing else; the page reads the list anew through the store.
struct LiveInbox: Sendable {
    let exchanges: ExchangeStore
    let actor: Actor
    /// Whose list is open, which says what is counted.
    var side = ExchangeSide.recipient
    /// Between signs of life, which also find out that the browser has gone.
    var beat: Duration = .seconds(15)
    /// The stream ends after so many, and the browser asks anew: a session that has ended hears no more.
    var beats = 20

    func events() async throws -> AsyncStream<String> {
        let changes = exchanges.announcements.stream(for: try actor.organisation())
        return AsyncStream { continuation in
            let telling = Task {
                continuation.yield("retry: 3000\n\n")
                for await _ in changes {
                    // A list that cannot be read now is read when the browser asks anew.
                    guard let waiting = try? await waiting() else { break }
                    continuation.yield("event: change\ndata: {\"waiting\": \(waiting)}\n\n")
                }
                continuation.finish()
            }
            let heart = Task {
                for _ in 0..<beats {
                    guard (try? await Task.sleep(for: beat)) != nil else { return }
                    continuation.yield(": still here\n\n")
                }
                telling.cancel()
            }
            continuation.onTermination = { _ in
                telling.cancel()
                heart.cancel()
            }
        }
    }

    private func waiting() async throws -> Int {
        switch side {
        case .sender: try await exchanges.unreadAnswers(as: actor)
        case .recipient: try await exchanges.counts(as: actor).waiting
        }
    }
}
