import Database
import Exchange
import Foundation
import Vocabulary

extension Stage {
    /// Plays the scenes in the order of their time, up to `end`; whatever reminders fall due between them are sent at
    /// their own moment, as they would have been.
    func play(_ scenes: [Scene], until end: Date) async throws {
        let past = scenes.enumerated().filter { $0.element.at <= end }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (_, scene) in past {
            try await sweep(until: scene.at)
            clock.set(scene.at)
            do { try await scene.play(self) } catch {
                throw SceneFault(story: scene.story, at: scene.at, cause: "\(error)")
            }
        }
        try await sweep(until: end)
        clock.set(end)
    }

    private func sweep(until end: Date) async throws {
        let sweeper = Sweeper(engine: engine, keys: keys)
        while let due = try await nextStep(), due <= end {
            clock.set(max(due, clock.now))
            if try await sweeper.sweep(at: max(due, clock.now)) == 0 { return }
        }
    }

    private func nextStep() async throws -> Date? {
        try await engine.read { try $0.row("SELECT min(next_step_at) AS due FROM exchange_clock")?("due") }
    }
}
