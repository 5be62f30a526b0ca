import Foundation

/// Work that waits for a thread: each worker takes what waits, up to a batch, and does it.
final class WorkQueue<Job: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [Job] = []
    private var isFinished = false
    private var working: Int
    private let most: Int
    let meter = QueueMeter()

    /// - Parameters:
    ///   - name: of its threads, see `nameThread`.
    ///   - most: the largest batch that one worker takes at a time.
    ///   - workers: one thread each; a worker's closure is only ever called on its own thread.
    init(_ name: String, most: Int, workers: [@Sendable ([Job]) -> Void]) {
        (self.most, working) = (most, workers.count)
        for work in workers {
            Thread.detachNewThread { [self] in
                nameThread(name)
                while let batch = next() { work(batch) }
                condition.withLock {
                    working -= 1
                    condition.broadcast()
                }
            }
        }
    }

    /// - Returns: `false` where the queue takes no more work.
    func submit(_ job: Job) -> Bool {
        condition.withLock {
            if isFinished { return false }
            waiting.append(job)
            meter.came()
            condition.signal()
            return true
        }
    }

    /// Lets what waits be done, then stops the threads.
    func finish() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [self] in
                condition.withLock {
                    isFinished = true
                    condition.broadcast()
                    while working > 0 { condition.wait() }
                }
                continuation.resume()
            }
        }
    }

    private func next() -> [Job]? {
        condition.withLock {
            while waiting.isEmpty && !isFinished { condition.wait() }
            if waiting.isEmpty { return nil }
            let batch = Array(waiting.prefix(most))
            waiting.removeFirst(batch.count)
            meter.took(batch.count)
            return batch
        }
    }
}

/// Names the thread that calls it, as `top -H` shows it on Linux; fifteen letters at most. Foundation's own `Thread.name` goes
/// to a thread that may not have begun, and then to none.
func nameThread(_ name: String) { try? Data(name.utf8).write(to: URL(filePath: "/proc/thread-self/comm")) }
