import ArgumentParser
import Foundation

/// `footbridge serve`: a real installation. An empty one asks for its operator on its first page.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the installation in the data folder."
    )

    func run() async throws {
        let settings = try await Settings.read()
        JSONLog.begin(settings)
        let ground = try await Ground.open(settings)
        let installation = try await Installation(ground, settings)
        try await installation.serve { address in
            say("Footbridge is ready at \(address) (data in \(settings.dataFolder.path)). Stop it with Ctrl-C.")
        }
    }
}
