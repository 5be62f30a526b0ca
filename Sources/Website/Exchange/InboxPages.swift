import Exchange
import Foundation
import Vocabulary

/// What came in, what went out, and how both stay live.
public struct InboxPages: Feature {
    let exchanges: ExchangeStore

    public init(exchanges: ExchangeStore) { self.exchanges = exchanges }

    public func routes(_ site: inout RouteTable) {
        site.get("/inbox", needs: .readExchange, inbox)
        site.get("/inbox/live", needs: .readExchange) { visit in try await live(visit, .recipient) }
        site.get("/sent", needs: .readExchange, sent)
        site.get("/sent/live", needs: .readExchange) { visit in try await live(visit, .sender) }
        site.get("/exchanges", needs: .readExchange, find)
        site.post("/exchanges", needs: .readExchange, search)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.readExchange) else { return [] }
        let follows = visit.actor.may(.followSentExchange)
        guard visit.actor.may(.answerExchange) || follows else { return [NavigationItem("Sent", "/sent")] }
        let sent = follows ? [NavigationItem("Sent", "/sent", count: try await unread(visit))] : []
        guard visit.actor.may(.answerExchange) else { return sent }
        let counts = try await counts(visit)
        return [NavigationItem("Inbox", "/inbox", count: counts.waiting, overdue: counts.overdue)] + sent
    }

    private func inbox(_ visit: Visit) async throws -> Answer {
        let list = visit.query["list"].flatMap(InboxList.init) ?? .team
        let counts = try await counts(visit)
        let found = try await exchanges.inbox(list, after: visit.query["after"], as: visit.actor)
        let page = InboxPage(list, found, counts, at: visit.now, reference: visit.query["reference"])
        return .page("exchange/inbox", page, title: "Inbox")
    }

    /// Counted once for the tabs and the navigation of a page.
    private func counts(_ visit: Visit) async throws -> InboxCounts {
        try await visit.once { try await exchanges.counts(as: visit.actor) }
    }

    /// Counted once for the tab and the navigation of a page.
    private func unread(_ visit: Visit) async throws -> Int {
        try await visit.once { UnreadAnswers(count: try await exchanges.unreadAnswers(as: visit.actor)) }.count
    }

    private func sent(_ visit: Visit) async throws -> Answer {
        let list = visit.query["list"].flatMap(SentList.init) ?? .open
        let found = try await exchanges.sent(list, after: visit.query["after"], as: visit.actor)
        let (unread, reference) = (try await unread(visit), visit.query["reference"])
        let page = SentPage(list, found, unread: unread, at: visit.now, reference: reference)
        return .page("exchange/sent", page, title: "Sent")
    }

    /// By the reference that somebody says on the phone.
    private func find(_ visit: Visit) async throws -> Answer {
        let typed = visit.query["reference"] ?? ""
        let list = visit.actor.may(.answerExchange) ? "/inbox" : "/sent"
        if typed.allSatisfy(\.isWhitespace) { return .seeOther(list) }
        do {
            return .seeOther("/exchanges/\(try await exchanges.find(reference: typed, as: visit.actor))")
        } catch is NotFound {
            return .seeOther("\(list)?reference=\(typed.prefix(40).description.urlEncoded)")
        }
    }

    /// By reference, name or NHS number. What is typed may say who somebody is, so it travels in the body and stands in no
    /// address.
    private func search(_ visit: Visit) async throws -> Answer {
        let typed = visit.form["words"] ?? ""
        do {
            return .seeOther("/exchanges/\(try await exchanges.find(reference: typed, as: visit.actor))")
        } catch is NotFound {
            return try await found(typed, visit)
        }
    }

    private func found(_ words: String, _ visit: Visit) async throws -> Answer {
        var (rows, faults): ([ExchangeRow], FieldFaults) = ([], FieldFaults())
        do {
            rows = try await exchanges.about(words, as: visit.actor)
        } catch let invalid as InvalidInput {
            faults = FieldFaults(invalid)
        }
        return .form("exchange/found", FoundPage(rows, words, visit, faults), title: "Found", faults)
    }

    private func live(_ visit: Visit, _ side: ExchangeSide) async throws -> Answer {
        .events(try await LiveInbox(exchanges: exchanges, actor: visit.actor, side: side).events())
    }
}

/// How much of what the visitor's team sent waits for somebody of it to read what came back.
private struct UnreadAnswers: Sendable {
    let count: Int
}
