import Delivery
import Logging
import ServiceLifecycle

/// Sends e-mails that are due, every few seconds.
struct Mailing: Rounds {
    let mail: MailRound
    let every: Duration
    let logger: Logger

    func round() async {
        await orLog("a round of e-mails did not finish") {
            let sent = try await mail.go(until: { Task.isShuttingDownGracefully })
            if sent > 0 { logger.info("e-mails left", metadata: ["number": "\(sent)"]) }
        }
    }
}
