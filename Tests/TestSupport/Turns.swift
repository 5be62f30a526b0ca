/// A door that lets few in at once. Swift begins all tests together: a thousand open databases wait for each other's locks, files
/// and memory, and none of them gets done.
actor Turns {
    private let most: Int
    private var inside = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(atOnce most: Int) { self.most = most }

    nonisolated func take<T>(_ body: () async throws -> T) async throws -> T {
        await enter()
        let outcome: Result<T, any Error>
        do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
        await leave()
        return try outcome.get()
    }

    private func enter() async {
        if inside == most { await withCheckedContinuation { waiting.append($0) } } else { inside += 1 }
    }

    private func leave() {
        if waiting.isEmpty { inside -= 1 } else { waiting.removeFirst().resume() }
    }
}
