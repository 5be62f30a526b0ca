import Foundation

/// What an import did, for the person who ran it.
public struct ImportReport: Sendable {
    /// What became of the entries of one kind.
    public struct Tally: Sendable, Equatable {
        public let title: String
        public internal(set) var inserted = 0
        public internal(set) var changed = 0
        public internal(set) var unchanged = 0
        /// In the directory, and no longer in the data.
        public internal(set) var vanished = 0

        init(_ title: String) { self.title = title }

        public var total: Int { inserted + changed + unchanged }
    }

    /// A row that was refused or mended, or of which something should be known.
    public struct Note: Sendable, Equatable {
        public enum Kind: String, Sendable { case refused, repaired, noted }

        public let kind: Kind
        public let file: String
        public let line: Int
        /// The column of the file that the note is about.
        public let column: String?
        public let message: String

        public var sentence: String {
            let place = column.map { "line \(line), \($0)" } ?? "line \(line)"
            return "\(file), \(place): \(message)"
        }
    }

    /// A file as it was read: its name, the SHA-256 of its bytes, and how many rows it has.
    public struct Source: Sendable, Equatable {
        public let file: String
        public let digest: String
        public let rows: Int
    }

    public internal(set) var tallies: [Tally] = []
    public internal(set) var notes: [Note] = []
    public internal(set) var sources: [Source] = []

    public func count(_ kind: Note.Kind) -> Int { notes.count { $0.kind == kind } }

    public func tally(_ title: String) -> Tally? { tallies.first { $0.title == title } }

    /// The report as lines of text.
    /// - Parameter everyNote: lists each note; otherwise they are only counted.
    public func lines(everyNote: Bool = true) -> [String] {
        let kept = tallies.map { tally in
            let parts = [
                "\(tally.inserted) new", "\(tally.changed) changed", "\(tally.unchanged) unchanged",
                "\(tally.vanished) no longer in the data",
            ]
            return "\(tally.title): \(tally.total) (\(parts.joined(separator: ", ")))"
        }
        let counts = "Rows refused: \(count(.refused)), repaired: \(count(.repaired)), noted: \(count(.noted))"
        guard everyNote else { return kept + [counts] }
        return kept + [counts]
            + [Note.Kind.refused, .repaired, .noted].flatMap { kind in
                notes.filter { $0.kind == kind }.map { "  \(kind.rawValue): \($0.sentence)" }
            }
    }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Equatable {
    /// What is being done, in words.
    public let step: String
    public let done: Int
    public let total: Int
}
