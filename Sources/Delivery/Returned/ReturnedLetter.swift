import Database
import Foundation
import Vocabulary

/// A letter that came back for good. It waits in a folder beside the database until the process that serves takes it in, so
/// that whatever brings it needs no database: on SQLite, that process alone may write.
public struct ReturnedLetter: Sendable, Equatable, Codable {
    public let delivery: DeliveryID
    /// Why, by RFC 3463: `5.1.1`.
    public let status: String

    /// What a report was found to be.
    public enum Finding: Sendable, Equatable {
        case returned(ReturnedLetter)
        case noReport
        /// The letter is only late, or arrived at somebody.
        case notLasting
        /// It is not about a letter that left here.
        case notOurs
    }

    /// - Parameters:
    ///   - report: a whole letter, as a mail server hands it over.
    ///   - address: to whom it came, where the mail server says so; else its head has to tell.
    public static func find(
        in report: Data, to address: String?, mailbox: ReturnMailbox, keys: KeyRing
    ) -> Finding {
        let letter = MIMEPart(report)
        guard let found = DeliveryReport(letter) else { return .noReport }
        let places =
            address.map { [$0] } ?? ["x-original-to", "delivered-to", "envelope-to", "to"].flatMap(letter.all)
        guard let id = places.lazy.compactMap({ mailbox.letter(in: $0, keys: keys) }).first else { return .notOurs }
        guard let status = found.lasting else { return .notLasting }
        return .returned(ReturnedLetter(delivery: id, status: status))
    }

    /// Where they wait.
    public static func folder(in data: URL) -> URL { data.appending(path: "returned") }

    /// - Throws: where the disk does not take it.
    public func keep(in folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try DurableFile.write(try JSONEncoder().encode(self), to: folder.appending(path: "\(delivery).json"))
    }
}
