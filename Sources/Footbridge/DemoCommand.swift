import ArgumentParser
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
        if fresh { try? FileManager.default.removeItem(at: settings.dataFolder) }
        let clock = ShiftedClock()
        let ground = try await Ground.open(settings, clock: clock)
        try await prepare(ground)
        let (engine, keys) = (ground.engine, ground.keys)
        let demonstration = Demonstration(
            clock: clock, people: { try await DemonstrationWorld.people(engine: engine, keys: keys) }
        )
        let installation = try await Installation(ground, settings, demonstration: demonstration)
        try await installation.serve { address in say("The demonstration area is ready at \(address)") }
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
