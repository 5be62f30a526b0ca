import ArgumentParser
import Exchange
import Foundation
import Vocabulary

/// `footbridge retention report`: what each organisation keeps and what has reached its time, in numbers. It removes
/// nothing; that is for an information governance lead of the organisation.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "Count what is kept, and what has reached its time.",
        subcommands: [Report.self]
    )

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "report", abstract: "Counts for each organisation that has joined; no identities."
        )

        func run() async throws {
            let ground = try await Ground.inspect(try await Settings.read())
            let retention = RetentionStore(engine: ground.engine, keys: ground.keys, clock: ground.clock)
            let tallies = try await retention.tally(as: .commandLine)
            await ground.engine.close()
            for tally in tallies { print(Self.line(tally)) }
            if tallies.isEmpty { print("No organisation has joined.") }
        }

        private static func line(_ tally: RetentionTally) -> String {
            let years = UKTime.count(tally.policy.years, "year") + (tally.policy.isDefault ? " by default" : "")
            let counts = "kept \(tally.kept), past their time \(tally.due), on hold \(tally.held)"
            return "\(tally.organisation): \(years); \(counts), hold reviews overdue \(tally.overdueReviews)"
        }
    }
}
