import ArgumentParser
import Audit
import Vocabulary

extension KeysCommand {
    struct RotateSigning: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-signing",
            abstract: "Add a key, which signs the record of who did what from now on. Safe while Footbridge is running."
        )

        func run() async throws {
            try await KeyGround.with { ground in
                let name = try ground.keys.addSigningKey()
                print("Added the signing key “\(name)”. Back the key ring up now, apart from the database.")
                try await ground.listSigningKeys()
                guard !ground.isAlone else { return }
                print("A running server takes it up within a minute.")
            }
        }
    }
}

extension KeyGround {
    /// The signing keys, oldest first, with what anybody can check a signature with.
    func listSigningKeys() async throws {
        let signed = try await engine.read { try AuditTrail.sealsByKey(in: $0) }
        for key in keys.verifyingKeys {
            let signs = key == keys.verifyingKeys.last ? ", and signs what is new" : ""
            print("\(key.name): signed \(signed[key.name, default: 0]) seals of the record\(signs)")
            print("    public key \(Hex.text(key.bytes))")
        }
    }
}
