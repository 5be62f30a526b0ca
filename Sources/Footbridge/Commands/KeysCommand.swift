import ArgumentParser
import Database
import Foundation
import Keeping
import Vocabulary

/// `footbridge keys`: the keys that seal what identifies a person (docs/guides/keys.md).
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Look after the keys that seal names and what people wrote.",
        subcommands: [List.self, Rotate.self, Reseal.self, Retire.self, RotateSigning.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "List the keys, oldest first: what each has sealed of what is stored, and signed of the record."
        )

        func run() async throws {
            try await KeyGround.with { ground in
                let use = try await ground.keeping.use()
                for name in ground.keys.names {
                    let seals = name == ground.keys.newest ? ", and seals what is new" : ""
                    print("\(name): sealed \(use.sealed[name, default: 0]) values\(seals)")
                }
                try await ground.listSigningKeys()
                guard use.unknown > 0 else { return }
                print("\(use.unknown) values are sealed with a key that is not in the ring: nobody can read them.")
                throw ExitCode(1)
            }
        }
    }

    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate", abstract: "Add a key, which seals from now on. Safe while Footbridge is running."
        )

        func run() async throws {
            try await KeyGround.with { ground in
                try await ground.keeping.refuseOldRing()
                let name = try ground.keys.addKey()
                print("Added the key “\(name)”. Back the key ring up now, apart from the database.")
                if ground.mayWrite { try await ground.keeping.notice(by: .commandLine) }
                guard ground.isAlone else {
                    return print("A running server takes it up within a minute, then seals anew what is stored.")
                }
                print("The server seals anew what is stored, once it runs; footbridge keys reseal does it now.")
            }
        }
    }

    struct Retire: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire", abstract: "Take a key out of the ring, when nothing is sealed with it any more."
        )

        @Argument(help: "The name of the key, as footbridge keys list shows it.")
        var name: String

        func run() async throws {
            try await KeyGround.with { ground in
                try await ground.keeping.retire(name, alone: ground.isAlone)
                if ground.mayWrite { try await ground.keeping.notice(by: .commandLine) }
                print("Took the key “\(name)” out of the ring. Keep it for as long as you keep backups from before.")
            }
        }
    }

    struct Reseal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reseal",
            abstract: "Seal everything anew with the newest key, at once; a running server does it bit by bit."
        )

        func run() async throws {
            try await KeyGround.with { ground in
                guard ground.mayWrite else {
                    throw DatabaseFault.inUse("A server is running, and seals anew by itself, some values each round.")
                }
                guard ground.keys.names.count > 1 else {
                    return print("There is one key only, which sealed everything.")
                }
                try await ground.keeping.notice(by: .commandLine)
                let hasSettled = try await ground.keeping.hasSettled()
                guard ground.isAlone || hasSettled else { throw RetiringRefused.tooEarly }
                try await Self.finish(ground)
            }
        }

        private static func finish(_ ground: KeyGround) async throws {
            try await ground.resealing.lookAgain()
            var progress = try await ground.resealing.slice(pages: 0)
            while !progress.isFinished {
                progress = try await ground.resealing.slice(pages: 100)
                say("Sealed anew: \(progress.renewed) values; \(progress.remaining) remain")
            }
            guard progress.unreadable > 0 else { return say("Everything is sealed with “\(ground.keys.newest)”.") }
            say("\(progress.unreadable) values cannot be opened with this ring, and stay as they are.")
            throw ExitCode(1)
        }
    }
}
