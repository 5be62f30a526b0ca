import ArgumentParser
import Foundation
import Vocabulary

/// `footbridge demo`: real organisations, invented people, one click to sign in as any of them.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Serve a demonstration area: real organisations, invented people."
    )

    func run() async throws {
        var settings = try await Settings.read()
        JSONLog.begin(settings)
        settings.dataFolder.append(path: "demonstration")
        let clock = ShiftedClock()
        let ground = try await Ground.open(settings, clock: clock)
        let demonstration = Demonstration(clock: clock, people: { [] })
        let installation = try await Installation(ground, settings, demonstration: demonstration)
        try await installation.serve { address in print("The demonstration area is ready at \(address)") }
    }
}
