import Foundation
import Vocabulary

/// A draft as it is kept, with what the page needs to save it again.
public struct StoredDraft: Sendable, Equatable {
    public let id: DraftID
    public let notice: NoticeDraft
    /// Counts the saves; the last page sends only what it has shown.
    public let version: Int
    public let savedAt: Date
    public let expiresAt: Date
    /// The decision it waits for; it can no longer be changed then.
    public let awaits: DecisionTaskID?
    let marks: [DraftStep: Mark]

    /// By which page a step was last saved, and as which version.
    struct Mark: Codable, Sendable, Equatable {
        let version: Int
        let page: String
    }
}

/// A draft in its author's list.
public struct ListedDraft: Sendable, Equatable {
    public let draft: StoredDraft
    /// Of the person on record who was chosen, whatever was typed; `nil` where nobody was.
    public let name: String?
}

/// What a page had before it when it was filled in. A page that saves again, after going back, is not in its own way.
public struct SeenDraft: Sendable, Hashable, LosslessStringConvertible {
    public let version: Int
    /// Random, and new for each page that is shown.
    public let page: String

    /// For a page that shows `draft` now.
    public init(_ draft: StoredDraft) {
        version = draft.version
        page = String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// Reads the hidden field of the form.
    public init?(_ description: String) {
        let parts = description.split(separator: ".")
        guard parts.count == 2, let version = Int(parts[0]), parts[1].count <= 16 else { return nil }
        (self.version, page) = (version, String(parts[1]))
    }

    public var description: String { "\(version).\(page)" }
}

/// The same step was saved by another page since this one was shown. Both are here, so nothing is lost.
public struct DraftConflict: Error, Sendable, Equatable {
    /// What is kept now.
    public let kept: StoredDraft
    /// The draft as it would be with what was just entered.
    public let entered: NoticeDraft

    /// In words for the person, who is the only one that can open the draft.
    public var message: String {
        "You changed this on another page at \(UKTime.clock(kept.savedAt)). Nothing is lost: below is what you have "
            + "just entered, and beside it what is kept. Save to keep what you entered."
    }
}
