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
        settings.dataFolder.append(path: "demonstration")
        let ground = try await Ground.open(settings)
        let application = try await Application(ground, settings, demonstration: { [] })
        try await application.serve { address in print("The demonstration area is ready at \(address)") }
    }
}
