import Delivery
import Logging
import ServiceLifecycle

/// Sends e-mails that are due, every few seconds while the site is served. Safe to miss: whatever is late leaves at the next
/// round.
struct Mailing: Service {
    let mail: MailRound
    let every: Duration
    let logger: Logger

    func run() async throws {
        let rounds = AsyncStream<Void>.ticking(every: every)
        for await _ in rounds.cancelOnGracefulShutdown() { await round() }
    }

    /// One round; what goes wrong is logged and tried again at the next.
    func round() async {
        do {
            let sent = try await mail.go(until: { Task.isShuttingDownGracefully })
            if sent > 0 { logger.info("e-mails left", metadata: ["number": "\(sent)"]) }
        } catch {
            logger.error("a round of e-mails did not finish", metadata: ["error": "\(error)"])
        }
    }
}
