import Exchange
import Foundation
import Vocabulary

extension NoticePages {
    func list(_ visit: Visit) async throws -> Answer {
        let drafts = try await drafts.drafts(of: visit.actor)
        let messages = try await incoming.waiting(as: visit.actor)
        // The navigation above the page says the same number.
        _ = await visit.once { WaitingMessages(count: messages.count) }
        let owed = try await owed(visit)
        let ranOut = try await self.drafts.ranOut(of: visit.actor)
        let page = DraftListPage(
            owed: owed, hasOwed: !owed.isEmpty,
            messages: messages.map { MessageLine($0, at: visit.now) }, hasMessages: !messages.isEmpty,
            drafts: drafts.filter { $0.draft.awaits == nil }.map { DraftLine($0, visit) },
            ranOut: ranOut.isEmpty ? nil : Self.spoken(ranOut: ranOut, at: visit.now),
            waiting: drafts.filter { $0.draft.awaits != nil }.map { DraftLine($0, visit) },
            hasWaiting: drafts.contains { $0.draft.awaits != nil })
        return .page("notices/list", page, title: "Tell a university")
    }

    /// `Ran out unsent: 1 notice, begun Fri 27 Nov, 03:12`
    private static func spoken(ranOut: [Date], at now: Date) -> String {
        let begun = ranOut.map { UKTime.short($0, now: now) }.joined(separator: "; ")
        return "Ran out unsent: \(UKTime.count(ranOut.count, "notice")), begun \(begun)"
    }

    func begin(_ visit: Visit) async throws -> Answer {
        let draft = try await drafts.begin(by: visit.actor)
        return .seeOther("/notices/\(draft.id)/who")
    }

    /// Goes on from what the record system has handed in.
    func beginFromMessage(_ visit: Visit) async throws -> Answer {
        let draft = try await drafts.begin(from: visit.id(), by: visit.actor)
        return .seeOther("/notices/\(draft.id)/who")
    }

    /// Once more before a whole team's message goes.
    func confirmSetAside(_ visit: Visit) async throws -> Answer {
        let id: IncomingMessageID = try visit.id()
        guard let message = try await incoming.waiting(as: visit.actor).first(where: { $0.id == id }) else {
            throw NotFound("message")
        }
        return .page("notices/set-aside", MessageLine(message, at: visit.now), title: "Set this message aside?")
    }

    func setMessageAside(_ visit: Visit) async throws -> Answer {
        try await incoming.setAside(visit.id(), by: visit.actor)
        return .seeOther("/notices", flash: "Set aside. Nobody outside your team was told.")
    }

    func discard(_ visit: Visit) async throws -> Answer {
        try await drafts.discard(visit.id(), by: visit.actor)
        return .seeOther("/notices", flash: "The draft is gone. Nothing was sent.")
    }
}

struct DraftListPage: Sendable {
    /// What the clinician has to act on first.
    let owed: [OwedLine]
    let hasOwed: Bool
    let messages: [MessageLine]
    let hasMessages: Bool
    let drafts: [DraftLine]
    /// What was begun lately and ran out; nobody is named.
    let ranOut: String?
    let waiting: [DraftLine]
    let hasWaiting: Bool
}

/// A message of the team's record system that waits for a decision.
struct MessageLine: Sendable {
    let id: String
    let name: String
    let detail: String
    /// Why it did not go by itself, one sentence each; none where the team always decides.
    let why: [String]
    let taken: String?

    init(_ message: IncomingMessage, at now: Date) {
        (id, name) = (message.id.rawValue, message.notice.called)
        let kind = message.notice.kind?.title ?? "Does not say what happened"
        detail = "\(kind). From \(message.systemName), \(UKTime.short(message.receivedAt, now: now))"
        why = message.heldBecause.filter { $0 != .noInstruction }.map(\.words)
        taken = message.takenAt.map {
            "\(message.takenBy ?? "Somebody") began \(UKTime.short($0, now: now)), and has not sent."
        }
    }
}

struct DraftLine: Sendable {
    let name: String
    let detail: String
    let continuePath: String
    let deletionPath: String
    let receiptPath: String

    init(_ listed: ListedDraft, _ visit: Visit) {
        let draft = listed.draft
        let notice = draft.notice
        let called = listed.name ?? notice.who.spokenName
        name = called
        let about = [notice.who.spokenNumber, notice.happened.kind?.title].compactMap(\.self)
        let kind = about.filter { $0 != called }.map { "\($0). " }.joined()
        let saved = "Saved \(UKTime.relative(draft.savedAt, to: visit.now))"
        detail =
            draft.awaits == nil ? "\(kind)\(saved), kept until \(UKTime.short(draft.expiresAt, now: visit.now))." : kind
        let base = "/notices/\(draft.id)"
        // The last page is shown where all is complete; before that it leads to the step that is missing.
        (continuePath, deletionPath, receiptPath) = ("\(base)/check", "\(base)/deletion", "\(base)/receipt")
    }
}

extension NoticeDraft.Who {
    /// What the author calls them so far.
    var spokenName: String {
        let name = "\(givenName) \(familyName)".trimmingSpaces
        return name.isEmpty ? spokenNumber ?? "Nobody named yet" : name
    }

    var spokenNumber: String? { nhsNumber.trimmingSpaces.isEmpty ? nil : "NHS number \(nhsNumber)" }
}

extension String {
    fileprivate var trimmingSpaces: String { TypedText.clean(self) }
}
