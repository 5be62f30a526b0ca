import ArgumentParser
import Directory
import Foundation
import Vocabulary

/// `footbridge directory import`: loads the open data, shows progress, and says what changed and what was refused.
struct DirectoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "directory", abstract: "Fill the directory of universities and NHS organisations.",
        subcommands: [Import.self]
    )

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract:
                "Load open data: providers, campuses, NHS trusts, care boards. Run it again to bring it up to date."
        )

        @Option(help: "A folder with files like those that are shipped; without it the shipped ones are read.")
        var from: String?

        @Flag(help: "Count the rows that were refused or repaired instead of listing them.")
        var brief = false

        func run() async throws {
            let settings = try await Settings.read()
            let folder = from.map { URL(filePath: $0, directoryHint: .isDirectory) } ?? OpenData.shippedFolder
            let data: OpenData
            do { data = try OpenData.read(folder, progress: Self.show) } catch let refusal as ImportRefusal {
                print("Nothing was imported. \(refusal)")
                throw ExitCode(1)
            }
            let ground = try await Ground.open(settings)
            let directory = DirectoryStore(engine: ground.engine, keys: ground.keys, clock: ground.clock)
            let report = try await directory.importOpenData(data, by: .commandLine, progress: Self.show)
            await ground.engine.close()
            for line in report.lines(everyNote: !brief) { print(line) }
        }

        @Sendable private static func show(_ progress: ImportProgress) {
            print("[\(progress.done)/\(progress.total)] \(progress.step)")
        }
    }
}

extension Actor {
    /// Whoever can run commands on this machine, which is the operator's.
    static let commandLine = Actor(accountID: nil, organisationID: nil, role: .operator, name: "Command line")
}
