import Database
import Exchange
import Foundation
import Vocabulary

extension Stage {
    /// Plays the scenes in the order of their time, up to `end`; whatever reminders and letters fall due between them go at
    /// their own moment, as they would have gone.
    func play(_ scenes: [Scene], until end: Date) async throws {
        let past = scenes.enumerated().filter { $0.element.at <= end }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
        for (_, scene) in past {
            try await pass(until: scene.at)
            clock.set(scene.at)
            do { try await scene.play(self) } catch {
                throw SceneFault(story: scene.story, at: scene.at, cause: "\(error)")
            }
        }
        try await pass(until: end)
        clock.set(end)
    }

    private func pass(until end: Date) async throws {
        let sweeper = Sweeper(engine: engine, keys: keys)
        var settled: Date?
        while let due = try await [nextStep(), nextPost()].compactMap(\.self).min(), due <= end, due != settled {
            clock.set(max(due, clock.now))
            let swept = try await sweeper.sweep(at: clock.now) + students.tellOfLateDecisions()
            try await post(at: clock.now)
            settled = swept == 0 ? due : nil
        }
    }

    private func nextStep() async throws -> Date? {
        try await engine.read { database in
            let row = try database.row(
                """
                SELECT min(due) AS due FROM (
                    SELECT min(next_step_at) AS due FROM exchange_clock
                    UNION ALL SELECT min(due_at) FROM decision_task
                        WHERE answered_at IS NULL AND late_told_at IS NULL) AS waiting
                """
            )
            return try row?("due")
        }
    }
}
