extension AsyncStream where Element == Void {
    /// At once, and then again and again after `pause`, until nobody listens. What ticks while the listener is busy is one tick:
    /// after an outage, when each round took longer than the pause, they do not follow each other without one.
    static func ticking(every pause: Duration) -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
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
