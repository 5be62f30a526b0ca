import ArgumentParser
import Audit
import Database
import Foundation

/// `footbridge audit verify`: checks the whole chain and names the first entry at which it does not hold.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the record of who did what.", subcommands: [Verify.self]
    )

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check every link of the audit chain."
        )

        func run() async throws {
            let settings = try await Settings.read()
            let ground = try await Ground.open(settings)
            let finding = try await AuditTrail.verify(ground.engine)
            await ground.engine.close()
            switch finding {
            case .intact(let entries):
                print("The record is intact: \(entries) entries.")
            case .broken(let seq, let reason):
                print("The record is broken at entry \(seq): \(reason).")
                throw ExitCode(1)
            }
        }
    }
}
