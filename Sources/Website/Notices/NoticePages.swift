import Directory
import Exchange
import Foundation
import Students
import Vocabulary

/// The clinician's way: from "who is it about?" to "they were told".
public struct NoticePages: Feature {
    let drafts: DraftStore
    let incoming: IncomingStore
    let students: StudentsStore
    let exchanges: ExchangeStore
    let directory: DirectoryStore
    let publicAddress: URL
    /// Universities by a few letters, best first; from the index that the directory's own pages use.
    let findProviders: @Sendable (String) async throws -> ProviderShortlist

    public init(
        drafts: DraftStore, incoming: IncomingStore, students: StudentsStore, exchanges: ExchangeStore,
        directory: DirectoryStore, publicAddress: URL,
        findProviders: @escaping @Sendable (String) async throws -> ProviderShortlist
    ) {
        (self.drafts, self.incoming, self.students, self.exchanges) = (drafts, incoming, students, exchanges)
        (self.directory, self.publicAddress, self.findProviders) = (directory, publicAddress, findProviders)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/notices", needs: .sendExchange, list)
        site.post("/notices", needs: .sendExchange, begin)
        site.post("/notices/from-messages/:id", needs: .sendExchange, beginFromMessage)
        site.get("/notices/from-messages/:id/set-aside", needs: .sendExchange, confirmSetAside)
        site.post("/notices/from-messages/:id/set-aside", needs: .sendExchange, setMessageAside)
        site.get("/notices/decisions/:id", needs: .sendExchange, asked)
        site.post("/notices/:id/deletion", needs: .sendExchange, discard)
        site.get("/notices/:id/who", needs: .sendExchange) { try await show(.who, $0, whoPage) }
        site.post("/notices/:id/who", needs: .sendExchange, saveWho)
        site.get("/notices/:id/student", needs: .sendExchange) { try await show(.student, $0, studentPage) }
        site.post("/notices/:id/student", needs: .sendExchange, saveStudent)
        site.get("/notices/:id/consent", needs: .sendExchange) { try await show(.consent, $0, consentPage) }
        site.post("/notices/:id/consent", needs: .sendExchange, saveConsent)
        site.get("/notices/:id/reasons", needs: .sendExchange) { try await show(.reasons, $0, reasonsPage) }
        site.post("/notices/:id/reasons", needs: .sendExchange, saveReasons)
        site.get("/notices/:id/happened", needs: .sendExchange) { try await show(.happened, $0, happenedPage) }
        site.post("/notices/:id/happened", needs: .sendExchange, saveHappened)
        site.get("/notices/:id/check", needs: .sendExchange) { try await show(.check, $0, checkPage) }
        site.post("/notices/:id/check", needs: .sendExchange, send)
        site.get("/notices/:id/end", needs: .sendExchange, showEnd)
        site.post("/notices/:id/end", needs: .sendExchange, end)
        site.get("/notices/:id/receipt", needs: .sendExchange, receipt)
        site.post("/notices/:id/call", needs: .sendExchange, recordCall)
        site.get("/notices/:id/student-copy", needs: .sendExchange, studentCopy)
        site.get("/notices/:id/letter", needs: .sendExchange, letter)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.sendExchange) else { return [] }
        let waiting = try await visit.once { WaitingMessages(count: try await incoming.count(as: visit.actor)) }
        return [NavigationItem("Tell a university", "/notices", count: waiting.count)]
    }
}

/// How many messages of the record system wait for the visitor's team.
struct WaitingMessages: Sendable {
    let count: Int
}
