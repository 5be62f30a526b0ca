import Exchange
import Foundation
import Vocabulary

/// One line of a list.
struct ExchangeLine: Sendable {
    let id: String
    let reference: String
    let title: String
    let tone: String
    let badges: [Badge]
    let studentName: String?
    let born: String?
    /// Why no name stands here.
    let hint: String?
    let partner: String
    let due: String?
    let dueIn: String?
    let endedWords: String?
    /// On the sender's side: who sent it, and how long an answer waits to be read; or who of the team has read that.
    let news: String?

    struct Badge: Sendable {
        let label: String
        let tone: String

        static func given(by giver: String) -> Badge { Badge(label: "Given to you by \(giver)", tone: "new") }
        static let theyWroteLast = Badge(label: "They wrote last", tone: "new")
        static let notRead = Badge(label: "Not read yet", tone: "new")
    }

    init(_ row: ExchangeRow, side: ExchangeSide, at now: Date) {
        let state = row.state
        (id, reference) = (row.id.rawValue, row.facts.reference)
        title = row.facts.kind.title
        let tone = DueTone(state, at: now)
        self.tone = tone.rawValue
        badges = Self.badges(row, tone)
        studentName = row.studentName
        born = row.studentBirthDate?.spoken
        hint = state.status == .sent && studentName == nil ? "The student’s name is shown when you open it." : nil
        partner = Self.partner(row, side)
        due = state.dueAt.map { "\(state.owedVerb(of: side)) by \(UKTime.short($0, now: now))" }
        dueIn = state.dueAt.map {
            $0 < now
                ? "Overdue by \(UKTime.length(now.timeIntervalSince($0)))"
                : "in \(UKTime.length($0.timeIntervalSince(now)))"
        }
        endedWords = state.milestones[.ended].map { "\(state.endWords) \(UKTime.short($0.at, now: now))" }
        news = Self.news(row, at: now)
    }

    private static func news(_ row: ExchangeRow, at now: Date) -> String? {
        if let sender = row.senderPersonName, let since = row.facts.senderTeamUnreadAt {
            let length = UKTime.length(now.timeIntervalSince(since))
            return "Sent by \(sender) · waiting to be read since \(UKTime.short(since, now: now)) (\(length))"
        }
        return row.awaitsReply ? row.newsRead(at: now) : nil
    }

    private static func partner(_ row: ExchangeRow, _ side: ExchangeSide) -> String {
        let (team, name) =
            side == .recipient ? (row.senderTeam, row.senderName) : (row.recipientTeam, row.recipientName)
        let other = (side == .recipient ? "From " : "To ") + [team, name].compactMap(\.self).joined(separator: ", ")
        let nobody = row.state.status == .acknowledged ? " · nobody has taken it" : ""
        return other + (row.assigneeName.map { " · with \($0)" } ?? nobody)
    }

    private static func badges(_ row: ExchangeRow, _ tone: DueTone) -> [Badge] {
        var badges: [Badge] = []
        let state = row.state
        if let giver = row.givenByName { badges.append(.given(by: giver)) }
        if tone == .overdue { badges.append(Badge(label: "Overdue", tone: "overdue")) }
        if state.status == .sent && state.consentWithdrawnAt == nil { badges.append(Badge(label: "New", tone: "new")) }
        if row.facts.urgency == .immediately && state.status.isLive {
            badges.append(Badge(label: "Immediately", tone: "urgent"))
        }
        if state.status != .sent {
            badges.append(Badge(label: state.headline, tone: state.headlineTone))
        }
        if state.consentWithdrawnAt != nil { badges.append(Badge(label: "Consent withdrawn", tone: "soon")) }
        if row.awaitsReply { badges.append(.theyWroteLast) }
        if row.senderPersonName != nil { badges.append(.notRead) }
        return badges
    }
}

extension ExchangeRow {
    /// `Read by Grace Osei, Mon 30 Nov, 09:04`
    func newsRead(at now: Date) -> String? {
        guard let name = newsReaderName, let reading = facts.senderTeamRead else { return nil }
        return "Read by \(name), \(UKTime.short(reading.at, now: now))"
    }
}

extension ExchangeLine: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "reference": reference
        case "title": title
        case "tone": tone
        case "badges": badges
        case "studentName": shown(studentName)
        case "born": shown(born)
        case "hint": shown(hint)
        case "partner": partner
        case "due": shown(due)
        case "dueIn": shown(dueIn)
        case "endedWords": shown(endedWords)
        case "news": shown(news)
        default: nil
        }
    }
}

extension ExchangeLine.Badge: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "label": label
        case "tone": tone
        default: nil
        }
    }
}
