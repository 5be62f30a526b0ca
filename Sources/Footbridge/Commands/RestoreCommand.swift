import ArgumentParser
import Foundation
import Keeping
import Vocabulary

/// `footbridge restore`: brings a backup into an empty data folder, after it was proved whole.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Bring a backup into the data folder, which must be empty but for the key ring."
    )

    @Option(help: "The copy that footbridge backup made; its manifest stands beside it.")
    var from: String

    @Flag(help: "Only prove that the backup is whole; nothing is restored.")
    var check = false

    func run() async throws {
        let (file, settings) = (URL(filePath: from), try await Settings.read())
        try settings.refuseCopying()
        if check {
            let manifest = try await Restoring.check(file)
            return print(
                "\(manifest.file) is whole: \(manifest.rows.values.reduce(0, +)) rows of \(manifest.takenAt.formatted(.iso8601))."
            )
        }
        let restoring = Restoring(into: settings.database, keyRing: settings.keyRing, clock: SystemClock())
        let outcome = try await restoring.restore(file)
        try await restoring.record(outcome, by: .commandLine)
        print("Restored \(outcome.manifest.file), as of \(outcome.manifest.takenAt.formatted(.iso8601)).")
        if outcome.ringOpens { return print("The key ring opens everything in it. footbridge serve can start.") }
        print("Now put the key ring at \(settings.keyRing.path); it must hold \(outcome.manifest.neededKeys).")
        print("footbridge keys list then shows whether it opens everything; without it Footbridge does not start.")
    }
}
