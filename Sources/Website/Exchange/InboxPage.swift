import Exchange
import Foundation
import Vocabulary

/// What the recipient's team has to do, by what is due next.
struct InboxPage: Sendable {
    let tabs: [ListTab]
    let rows: [ExchangeLine]
    let isEmpty: Bool
    let emptyWords: String
    let olderLink: String?
    let waiting: Int
    let search: ReferenceSearch

    init(_ list: InboxList, _ found: ExchangeList, _ counts: InboxCounts, at now: Date, reference: String?) {
        tabs = InboxList.allCases.map { tab in
            let count: Int? =
                switch tab {
                case .mine: counts.mine
                case .team: counts.team
                case .overdue: counts.overdue
                case .messages: counts.messages
                case .closed: nil
                }
            return ListTab(tab.title, href: "/inbox?list=\(tab.rawValue)", count: count, current: tab == list)
        }
        rows = found.rows.map { ExchangeLine($0, side: .recipient, at: now) }
        isEmpty = rows.isEmpty
        emptyWords =
            switch list {
            case .mine: "Nothing is yours at the moment. What waits for somebody is under “The team’s”."
            case .team: "Nothing is open. New notices appear here by themselves."
            case .overdue: "Nothing is overdue."
            case .messages: "Nobody has written since something was closed."
            case .closed: "Nothing has been closed yet."
            }
        olderLink = found.next.map { "/inbox?list=\(list.rawValue)&after=\($0.urlEncoded)" }
        waiting = counts.waiting
        search = ReferenceSearch(.recipient, lost: reference)
    }
}

/// What the sender's team has sent, and what became of it.
struct SentPage: Sendable {
    let unread: Int
    let tabs: [ListTab]
    let rows: [ExchangeLine]
    let isEmpty: Bool
    let emptyWords: String
    let olderLink: String?
    let search: ReferenceSearch

    init(_ list: SentList, _ found: ExchangeList, unread: Int, at now: Date, reference: String?) {
        self.unread = unread
        tabs = SentList.allCases.map {
            let count = $0 == .unread ? unread : nil
            return ListTab($0.title, href: "/sent?list=\($0.rawValue)", count: count, current: $0 == list)
        }
        rows = found.rows.map { ExchangeLine($0, side: .sender, at: now) }
        isEmpty = rows.isEmpty
        emptyWords =
            switch list {
            case .unread: "Your team has read everything that came back. What is new appears here by itself."
            case .open: "Nothing that you sent is open."
            case .overdue: "Nobody keeps you waiting."
            case .ended: "Nothing has ended yet."
            }
        olderLink = found.next.map { "/sent?list=\(list.rawValue)&after=\($0.urlEncoded)" }
        search = ReferenceSearch(.sender, lost: reference)
    }
}

/// What was found by a student's name, date of birth or number, or that nothing was.
struct FoundPage: Sendable {
    let back: Link
    let heading: String
    let rows: [ExchangeLine]
    let isEmpty: Bool
    let emptyWords: String
    let olderLink: String?
    let search: ReferenceSearch
    let errorSummary: ErrorSummary?

    init(_ found: [ExchangeRow], _ typed: String, _ visit: Visit, _ faults: FieldFaults = FieldFaults()) {
        let isReceiver = visit.actor.may(.answerExchange)
        back = isReceiver ? Link("Back to the inbox", "/inbox") : Link("Back to what your team sent", "/sent")
        heading = faults.all.isEmpty ? UKTime.count(found.count, "exchange") : "Find an exchange"
        rows = found.map {
            let isSent = $0.facts.senderOrganisationID == visit.actor.organisationID
            return ExchangeLine($0, side: isSent ? .sender : .recipient, at: visit.now)
        }
        isEmpty = rows.isEmpty
        emptyWords = Self.nothing(about: typed)
        olderLink = nil
        search = ReferenceSearch(isReceiver ? .recipient : .sender, typed: typed, error: faults["words"])
        errorSummary = faults.summary
    }

    /// The NHS number is the sender's to know: what came in is found in other ways.
    private static func nothing(about typed: String) -> String {
        if let day = try? TypedDate(line: typed)?.required(field: "words", called: "the date of birth") {
            return "Nothing that your team sent, or received and opened, is about somebody born on \(day.spoken). "
                + "Check the date, or ask for the reference."
        }
        return typed.contains(where: \.isLetter)
            ? "Nothing that your team sent, or received and opened, is about “\(typed)”. Check the spelling, or ask for "
                + "the reference."
            : "Nothing that your team sent has the NHS number “\(typed)”. What your team received is found by the "
                + "student’s name, or by the reference, and never by NHS number."
    }
}

/// One of the lists, above them all.
struct ListTab: Sendable {
    let label: String
    let href: String
    let count: String?
    let current: Bool

    init(_ label: String, href: String, count: Int?, current: Bool) {
        (self.label, self.href, self.current) = (label, href, current)
        self.count = count.map { $0 >= 1000 ? "1000+" : String($0) }
    }
}

/// The field for a name, a number or a reference said on the phone, and what is wrong with the one before.
struct ReferenceSearch: Sendable {
    let label: String
    let typed: String
    let error: String?

    /// - Parameter side: whose list it stands above. The NHS number is the sender's to know.
    init(_ side: ExchangeSide, typed: String, error: String?) {
        label = "Find by a student’s name, date of birth\(side == .sender ? ", NHS number" : ""), or by reference"
        (self.typed, self.error) = (typed, error)
    }
}

extension ReferenceSearch {
    /// - Parameter lost: a reference that was asked for and is not there.
    init(_ side: ExchangeSide, lost: String?) {
        let error = lost.map {
            "There is no exchange “\($0)” in your team’s inbox or among what it sent. Check the reference."
        }
        self.init(side, typed: lost ?? "", error: error)
    }
}

extension ListTab: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "label": label
        case "href": href
        case "count": shown(count)
        case "current": current
        default: nil
        }
    }
}
