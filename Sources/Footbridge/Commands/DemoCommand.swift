import ArgumentParser
import Database
import Foundation
import Vocabulary

/// `footbridge demo`: real organisations, invented people, one click to sign in as any of them.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Serve a demonstration area: real organisations, invented people."
    )

    @Flag(help: "Forget the demonstration that is there, and begin again.")
    var fresh = false

    func run() async throws {
        var settings = try await Settings.read()
        JSONLog.begin(settings)
        settings.dataFolder.append(path: "demonstration")
        let finished = settings.dataFolder.appending(path: "demonstration-is-complete")
        // A first start that was cut off left half a world: it is built anew, like one that is asked for afresh.
        if fresh || !FileManager.default.fileExists(atPath: finished.path) { try await clear(settings) }
        let clock = ShiftedClock()
        let ground = try await Ground.open(settings, clock: clock)
        try await prepare(ground)
        try Data().write(to: finished)
        let (engine, keys) = (ground.engine, ground.keys)
        let demonstration = Demonstration(
            clock: clock, people: { try await DemonstrationWorld.people(engine: engine, keys: keys) }
        )
        let installation = try await Installation(ground, settings, demonstration: demonstration)
        let people = try await demonstration.people()
        try await installation.serve { address in
            say("The demonstration area is ready at \(address)")
            say("Sign in there with one click, as one of:")
            for person in people { say("  \(person.name), \(person.role): \(person.lookAt)") }
        }
    }

    /// Removes what is there, unless another process is using it. What stands in a PostgreSQL is nobody's to remove but its
    /// operator's.
    private func clear(_ settings: Settings) async throws {
        guard settings.postgreSQL == nil else { return try await refuseInhabited(settings) }
        guard FileManager.default.fileExists(atPath: settings.database.path) else { return }
        await (try SQLiteEngine(file: settings.database)).close()
        try FileManager.default.removeItem(at: settings.dataFolder)
    }

    private func refuseInhabited(_ settings: Settings) async throws {
        let ground = try await Ground.open(settings)
        let inhabited = try await ground.engine.read { try $0.row("SELECT 1 AS one FROM account LIMIT 1") } != nil
        await ground.engine.close()
        guard !inhabited else {
            throw ValidationError(
                "That PostgreSQL database is not empty. A demonstration begins in a new one: DROP and CREATE it first.")
        }
    }

    /// Builds the demonstration where there is none, and says so where it has grown old.
    private func prepare(_ ground: Ground) async throws {
        guard try await DemonstrationWorld.isBuilt(ground.engine) else {
            return try await DemonstrationWorld.build(engine: ground.engine, keys: ground.keys, now: ground.clock.now) {
                say($0)
            }
        }
        let today = CalendarDate(ground.clock.now)
        if let day = try await DemonstrationWorld.builtOn(ground.engine), day < today {
            say("This demonstration tells of the weeks before \(day.spoken). To begin again: bin/run --fresh")
        }
    }
}
