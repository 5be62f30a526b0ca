import ArgumentParser
import Foundation
import Vocabulary

/// `footbridge rehearse`: fills the demonstration area with many more exchanges, to see how it feels when it is full.
struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Fill the demonstration area with generated exchanges, for measuring (see bin/bench)."
    )

    @Option(help: "How many exchanges to add.")
    var exchanges = 1_000

    @Option(help: "Out of a thousand, how many are still open at the end.")
    var openPerThousand = 10

    func validate() throws {
        guard (1...5_000_000).contains(exchanges) else { throw ValidationError("--exchanges must be 1 to 5000000.") }
        guard (0...1000).contains(openPerThousand) else {
            throw ValidationError("--open-per-thousand must be 0 to 1000.")
        }
    }

    func run() async throws {
        var settings = try await Settings.read()
        settings.dataFolder.append(path: "demonstration")
        let ground = try await Ground.open(settings)
        guard try await DemonstrationWorld.isBuilt(ground.engine) else {
            throw ValidationError(
                "There is no demonstration area in \(settings.dataFolder.path). Start it once: bin/run")
        }
        let rehearsal = try await Rehearsal(ground, openPerThousand: openPerThousand)
        let began = ContinuousClock.now
        try await rehearsal.play(exchanges) { done in
            say("\(done) of \(exchanges) exchanges after \((ContinuousClock.now - began).components.seconds) s")
        }
        await ground.engine.close()
    }
}
