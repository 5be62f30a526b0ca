import Synchronization
import Vocabulary

/// How busy a queue is.
public struct QueueFigures: Sendable, Equatable {
    /// What waits to be taken up.
    public internal(set) var waiting = 0
    /// How much was taken up together.
    public internal(set) var batches = Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])

    public init() {}
}

/// Counts what goes through a queue.
final class QueueMeter: Sendable {
    private let kept = Mutex(QueueFigures())

    var figures: QueueFigures { kept.withLock { $0 } }

    func came() { kept.withLock { $0.waiting += 1 } }

    func took(_ batch: Int) {
        kept.withLock { figures in
            figures.waiting -= batch
            figures.batches.observe(Double(batch))
        }
    }
}
