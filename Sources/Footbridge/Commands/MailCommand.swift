import ArgumentParser
import Database
import Delivery
import Foundation

/// `footbridge mail`: what a mail server has for us (docs/guides/e-mail.md).
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Take in e-mails that came back.", subcommands: [Returned.self])

    struct Returned: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "returned",
            abstract: "Read one e-mail that came back from standard input; a mail server calls this.")

        @Option(help: "To whom it came, where the mail server knows; else its head has to tell.")
        var to: String?

        /// What tells a mail server to try again later (sysexits.h).
        private static let later = ExitCode(75)

        func run() async throws {
            do {
                let (found, data) = try await look()
                if case .returned(let letter) = found { try letter.keep(in: ReturnedLetter.folder(in: data)) }
                say(found.words)
            } catch {
                FileHandle.standardError.write(Data("\(error)\n".utf8))
                throw Self.later
            }
        }

        private func look() async throws -> (ReturnedLetter.Finding, URL) {
            let settings = try await Settings.read()
            guard let mailbox = settings.returnMailbox else {
                throw SettingRefused(key: "footbridge.mail_returns", reason: "is not set")
            }
            guard FileManager.default.fileExists(atPath: settings.keyRing.path) else {
                throw KeyFault.missing(settings.keyRing.path)
            }
            let keys = try KeyRing(file: settings.keyRing)
            let report = try Self.standardInput()
            return (
                ReturnedLetter.find(in: report, to: to, mailbox: mailbox, keys: keys), settings.dataFolder
            )
        }

        /// All of it is read, so that the mail server is not cut off; what is kept holds the report, which comes first.
        private static func standardInput() throws -> Data {
            var kept = Data()
            while let piece = try FileHandle.standardInput.read(upToCount: 65_536), !piece.isEmpty {
                if kept.count < 1 << 20 { kept.append(piece) }
            }
            return kept
        }
    }
}

extension ReturnedLetter.Finding {
    fileprivate var words: String {
        switch self {
        case .returned(let letter): "Taken: a letter will never arrive (\(letter.status))."
        case .noReport: "Nothing to do: this is no report about a letter."
        case .notOurs: "Nothing to do: this is not about a letter that left here."
        case .notLasting: "Nothing to do: the letter may still arrive, or has."
        }
    }
}
