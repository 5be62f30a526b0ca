import FHIRService
import Logging
import MESH
import ServiceLifecycle

/// Exchanges messages by MESH: shows who we are at the start, then looks every few seconds for what is due.
struct MESHExchange: Rounds {
    /// `nil` where no mailbox is set.
    let mesh: MESHRound?
    let every: Duration
    let logger: Logger

    func run() async throws {
        guard mesh != nil else { return try await gracefulShutdown() }
        await orLog("MESH was not greeted") { try await mesh?.greet() }
        await comeRound()
    }

    func round() async {
        await orLog("a round of MESH did not finish") {
            try await mesh?.go(until: { Task.isShuttingDownGracefully })
        }
    }
}

extension FHIRService {
    /// Messages that come by MESH, taken by the same rules as those that come here.
    var meshReceiver: MESHReceiver {
        { content, name, system in
            let taken = try await take(content, named: name, from: system)
            let refusal: MESHReason? =
                switch taken.fate {
                case .taken: nil
                case .refused: .refused
                case .noMessage: .notAMessage
                }
            return MESHReply(
                content: taken.answer, refusal: refusal, subject: taken.exchange?.rawValue ?? taken.kept?.rawValue)
        }
    }
}
