extension AsyncStream where Element == Void {
    /// At once, and then again and again after `pause`, until nobody listens.
    static func ticking(every pause: Duration) -> AsyncStream<Void> {
        AsyncStream { continuation in
            let ticking = Task {
                while !Task.isCancelled {
                    continuation.yield()
                    try? await Task.sleep(for: pause)
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in ticking.cancel() }
        }
    }
}
