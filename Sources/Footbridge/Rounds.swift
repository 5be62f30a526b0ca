import ServiceLifecycle

/// Work that comes round again and again while the site is served. Safe to miss: whatever is late is done at the next round.
protocol Rounds: Service {
    /// The pause after each.
    var every: Duration { get }

    /// One round; what goes wrong is logged and tried again at the next.
    func round() async
}

extension Rounds {
    func run() async throws {
        let rounds = AsyncStream<Void>.ticking(every: every)
        for await _ in rounds.cancelOnGracefulShutdown() { await round() }
    }
}
