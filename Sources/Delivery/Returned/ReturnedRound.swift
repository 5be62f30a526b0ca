import Database
import Directory
import Foundation
import Logging
import Outbox
import Vocabulary

/// Takes in the letters that came back: each counts as given up, and the team's mailbox as one whose e-mails come back, as if
/// the mail server had refused it at once. Safe to do twice: a letter goes from the folder when all of that is written down.
public struct ReturnedRound: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let directory: DirectoryStore
    let folder: URL
    let logger: Logger

    private var queue: DeliveryQueue { DeliveryQueue(engine: engine) }

    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, directory: DirectoryStore, folder: URL, logger: Logger
    ) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        (self.directory, self.folder, self.logger) = (directory, folder, logger)
    }

    /// - Returns: how many letters were known, and taken in.
    @discardableResult
    public func go() async throws -> Int {
        guard FileManager.default.fileExists(atPath: folder.path) else { return 0 }
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        var taken = 0
        for file in files where file.pathExtension == "json" {
            // Another process that shares the folder may have been quicker.
            guard let data = try? Data(contentsOf: file) else { continue }
            if let letter = try? JSONDecoder().decode(ReturnedLetter.self, from: data) {
                // A mail server can be quicker than our own note that the letter has left; then this waits for that.
                if try await queue.isUnderWay(letter.delivery, at: clock.now) { continue }
                if try await takeIn(letter) { taken += 1 }
            } else {
                logger.warning("a returned letter could not be read", metadata: ["file": "\(file.lastPathComponent)"])
            }
            try? FileManager.default.removeItem(at: file)
        }
        return taken
    }

    private func takeIn(_ letter: ReturnedLetter) async throws -> Bool {
        guard let sent = try await queue.sent(letter.delivery) else { return false }
        if let point = sent.delivery.recipient.contactPointID, try await isStillAddress(of: point, sent.address) {
            try await directory.markBounced(point, by: .system)
        }
        try await queue.returned(sent, "The e-mail came back (\(letter.status)).", at: clock.now)
        return true
    }

    /// Whether the letter went to the address that the contact point has now, and not to one that was mended meanwhile.
    private func isStillAddress(of point: ContactPointID, _ index: String?) async throws -> Bool {
        let now: String? = try await engine.read {
            try $0.row("SELECT email FROM contact_point WHERE id = \(point) AND closed_at IS NULL")?("email")
        }
        return index != nil && now.flatMap(MailAddress.init)?.index(keys) == index
    }
}
