import Synchronization
import Vocabulary

/// How busy a queue is.
public struct QueueFigures: Sendable, Equatable {
    /// What waits to be taken up.
    public internal(set) var waiting = 0
    /// How much was taken up together.
    public internal(set) var batches = Histogram(bounds: [1, 2, 4, 8, 16, 32, 64, 128, 256])
    public internal(set) var attempts = AttemptFigures()

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

/// What became of writes that were attempted beside others.
public struct AttemptFigures: Sendable, Equatable {
    /// Attempts whose outcome was kept.
    public internal(set) var kept = 0
    /// Writes made from their beginning, since what they had read had changed, or only the writer could answer them.
    public internal(set) var anew = 0
}

/// Counts what is attempted.
final class AttemptMeter: Sendable {
    private let kept = Mutex((waiting: 0, figures: AttemptFigures()))

    /// What waits to be attempted, and what came of the rest.
    var figures: (waiting: Int, ended: AttemptFigures) { kept.withLock { ($0.waiting, $0.figures) } }

    func came() { kept.withLock { $0.waiting += 1 } }

    func took() { kept.withLock { $0.waiting -= 1 } }

    func ended(isKept: Bool) {
        kept.withLock { if isKept { $0.figures.kept += 1 } else { $0.figures.anew += 1 } }
    }
}
