import ArgumentParser
import Audit
import Database
import Foundation
import Vocabulary

extension AuditCommand {
    /// Prints the proof that one entry is in the record.
    struct Prove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prove", abstract: "Print a proof that one entry is in the record; it shows no other entry."
        )

        @Argument(help: "The number of the entry.")
        var number: Int

        func run() async throws {
            let ground = try await Ground.look(try await Settings.read())
            let (number, keys) = (number, ground.keys)
            do {
                let proof = try await ground.engine.read { try AuditTrail.proof(of: number, keys: keys, in: $0) }
                await ground.engine.close()
                print(String(decoding: try proof.json(), as: UTF8.self))
            } catch is NotFound {
                throw ValidationError("There is no entry \(number), or it is not sealed yet.")
            }
        }
    }

    /// Checks a proof with nothing but the proof itself: no database, no keys, no settings.
    struct CheckProof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-proof", abstract: "Check a proof that somebody holds; needs no database."
        )

        @Argument(help: "The file with the proof.")
        var file: String

        @Option(help: "The public key that must have signed, in hexadecimal, from a source that you trust.")
        var key: String?

        func run() throws {
            let proof: AuditProof
            do { proof = try JSONDecoder().decode(AuditProof.self, from: Data(contentsOf: URL(filePath: file))) } catch
            {
                print("This is not a proof that can be read.")
                throw ExitCode(1)
            }
            do { try proof.check(signer: key) } catch {
                print("The proof does not hold: \(error).")
                throw ExitCode(1)
            }
            print(
                "The proof holds: entry \(proof.entry.number) (\(proof.entry.action)) is in seal \(proof.seal.number).")
            if key == nil {
                print("Whoever holds the key of \(proof.publicKey) signed it: compare with the installation’s.")
            }
        }
    }
}
