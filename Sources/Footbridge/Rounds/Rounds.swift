import Logging
import ServiceLifecycle

/// Work that comes round again and again while the site is served. Safe to miss: whatever is late is done at the next round.
protocol Rounds: Service {
    /// The pause after each.
    var every: Duration { get }

    var logger: Logger { get }

    /// One round; what goes wrong is logged and tried again at the next.
    func round() async
}

extension Rounds {
    func run() async throws { await comeRound() }

    /// Round after round, until the program is to end.
    func comeRound() async {
        let rounds = AsyncStream<Void>.ticking(every: every)
        for await _ in rounds.cancelOnGracefulShutdown() { await round() }
    }

    /// Logs what goes wrong in `body` under `failure`. That the program is about to end is nothing wrong.
    func orLog(_ failure: Logger.Message, _ body: () async throws -> Void) async {
        do { try await body() } catch is CancellationError {} catch {
            logger.error(failure, metadata: ["error": "\(error)"])
        }
    }
}
