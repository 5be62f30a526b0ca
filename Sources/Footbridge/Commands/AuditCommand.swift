import ArgumentParser
import Audit
import Database
import Foundation
import Vocabulary

/// `footbridge audit`: what can be asked of the record of who did what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Check the record of who did what, and prove what is in it.",
        subcommands: [Verify.self, Prove.self, CheckProof.self, Measure.self]
    )

    /// Checks the record and names the first thing that is wrong with it.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Check every entry and every seal of the record."
        )

        @Option(help: "Begin at the seal with this number, or at the first one made on this day (2026-11-20) or later.")
        var since: String?

        @Option(help: "Fail where the record does not hold this seal, NUMBER:HASH as it was printed here earlier.")
        var holds: String?

        func run() async throws {
            let (since, known) = (try beginning(), try known())
            let ground = try await Ground.look(try await Settings.read())
            let finding: AuditTrail.Finding
            do {
                let walked = try await AuditTrail.verify(ground.engine, keys: ground.keys, since: since)
                let fault = try await known?.fault(in: ground.engine)
                finding = fault.map { .broken($0) } ?? walked
            } catch is NotFound {
                throw ValidationError("There is no seal with that number.")
            }
            await ground.engine.close()
            print(finding)
            guard case .intact(let extent) = finding else { throw ExitCode(1) }
            if let known { print("It holds seal \(known.number), as it was written down.") }
            guard let seal = extent.newest else { return }
            print("The newest seal is number \(seal.number): \(seal.fingerprint.hex)")
        }

        private func known() throws -> KnownSeal? {
            guard let holds else { return nil }
            guard let known = KnownSeal(holds) else {
                throw ValidationError("--holds takes the number of a seal and its hash, with a colon between.")
            }
            return known
        }

        private func beginning() throws -> AuditTrail.Since {
            guard let since else { return .beginning }
            if let number = Int(since) { return .seal(number) }
            guard let day = CalendarDate(iso: since) else {
                throw ValidationError("--since takes the number of a seal, or a day such as 2026-11-20.")
            }
            return .moment(day.start)
        }
    }
}
