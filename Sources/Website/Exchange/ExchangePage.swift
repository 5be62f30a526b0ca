import Exchange
import Foundation
import Vocabulary

/// One exchange as one person sees it.
struct ExchangePage: Sendable {
    let heading: String
    let reference: String
    let studentName: String?
    let studentID: String?
    /// Where staff write down that the student takes back what they agreed to.
    let takingBack: String?
    let badges: [ExchangeLine.Badge]
    /// Where a form came back that the page offers no more.
    let refused: RefusedBox?
    let alarms: [Alarm]
    let holder: HolderBox
    let clocks: [ClockBox]
    let answer: ActionBox?
    let next: [ActionBox]
    let hasNext: Bool
    let more: [ActionBox]
    let hasMore: Bool
    let told: ToldBox?
    let requests: [RequestBox]
    let hasRequests: Bool
    let thread: [MessageBox]
    let hasThread: Bool
    let messageForm: ActionBox?
    let timeline: [TimelineBox]
    let readers: [String]
    let hasReaders: Bool
    let others: [Other]
    let hasOthers: Bool
    /// For an information governance lead.
    let holdLink: String?
    let errorSummary: ErrorSummary?

    init(_ record: ExchangeRecord, actor: Actor, returned: ReturnedForm?) {
        let forms = ActionForms(record, actor: actor, returned: returned)
        let now = record.readAt
        (heading, reference) = (record.facts.kind.title, record.facts.reference)
        studentName = record.disclosure?.person.fullName
        studentID = record.disclosure?.person.id.rawValue
        takingBack = Self.takingBack(record, actor)
        badges = Self.badges(record)
        alarms = Alarm.all(record)
        holder = HolderBox(record)
        clocks = record.state.clocks.map { ClockBox($0, record) }
        (answer, next, more) = (forms.answer, forms.next, forms.more)
        (hasNext, hasMore) = (!next.isEmpty, !more.isEmpty)
        told = record.disclosure.map { ToldBox($0, record) }
        // Nothing is asked of the recipient any more once the student has withdrawn consent.
        let isAsked = record.side == .sender || record.state.consentWithdrawnAt == nil
        requests = isAsked ? forms.requests : []
        hasRequests = !requests.isEmpty
        thread = record.thread.map { MessageBox($0, ours: record.side, at: now) }
        hasThread = !thread.isEmpty
        let isOpen = record.facts.isKeptByAll && record.state.consentWithdrawnAt == nil
        let canWrite = actor.may(.writeThread) && record.disclosure != nil && isOpen
        messageForm = canWrite ? forms.message : nil
        let decides = actor.may(.decideRetention) && actor.serviceID == nil
        holdLink = decides ? "/exchanges/\(record.facts.id)/legal-hold" : nil
        timeline = record.timeline.map { TimelineBox($0, record) }
        readers = (record.readers + record.lookers).map { $0.words(at: now) }
        hasReaders = !readers.isEmpty
        others = record.others.map {
            Other(
                id: $0.id.rawValue, reference: $0.reference, title: $0.kind.title,
                sentAt: UKTime.short($0.sentAt, now: now))
        }
        hasOthers = !others.isEmpty
        let shown = Self.shown([forms.answer, messageForm].compactMap(\.self) + next + more, requests)
        refused = returned.flatMap { shown.contains($0.action) ? nil : RefusedBox($0, record, actor: actor) }
        let faults = returned?.faults
        errorSummary = refused == nil ? faults?.summary : faults?.summary(linkingTo: RefusedBox.id)
    }

    /// The forms that stand on the page.
    private static func shown(_ actions: [ActionBox], _ requests: [RequestBox]) -> Set<String> {
        Set(actions.map(\.id) + requests.filter(\.canAnswer).map(\.id))
    }

    /// In the student's record, where their answers stand. Offered as long as there may be something to take back.
    private static func takingBack(_ record: ExchangeRecord, _ actor: Actor) -> String? {
        let mayWrite = actor.may(.sendExchange) || actor.may(.answerExchange)
        let state = record.state
        let isOver = state.consentWithdrawnAt != nil || [.recalled, .enteredInError].contains(state.status)
        guard mayWrite, !isOver, let told = record.disclosure else { return nil }
        return "/students/\(told.person.id)#answers"
    }

    private static func badges(_ record: ExchangeRecord) -> [ExchangeLine.Badge] {
        let (state, urgency) = (record.state, record.facts.urgency)
        var badges = [ExchangeLine.Badge(label: state.headline, tone: state.headlineTone)]
        if state.status.isLive {
            badges.append(.init(label: urgency.title, tone: urgency == .immediately ? "urgent" : "soon"))
        }
        if state.isOverdue(at: record.readAt) { badges.append(.init(label: "Overdue", tone: "overdue")) }
        if let giver = record.givenBy { badges.append(.given(by: record.name(giver))) }
        if record.awaitsReply { badges.append(.theyWroteLast) }
        return badges
    }

    struct Other: Sendable {
        let id: String
        let reference: String
        let title: String
        let sentAt: String
    }
}

/// Who looks out for the student now.
struct HolderBox: Sendable {
    let question: String
    let who: String
    let since: String
    /// Who took it on, in the recipient's team.
    let worker: String?

    init(_ record: ExchangeRecord) {
        let state = record.state
        worker = state.assigneeID.map { record.name($0) }
        question =
            state.status.isEnded ? "Who looked out for the student when it ended" : "Who looks out for the student now"
        guard let holder = state.holder else {
            (who, since) = ("Nobody has said", "")
            return
        }
        let team = holder.serviceID.flatMap { record.teamNames[$0] }
        who =
            state.recipientHolds
            ? [team, record.recipient.organisation].compactMap(\.self).joined(separator: ", ") : record.sender.title
        let name = holder.named.map { "\($0), heard on the phone" } ?? record.name(holder.accountID)
        let moment = UKTime.short(holder.since, now: record.readAt)
        let waiting =
            state.status.isEnded
            ? "did not accept to look out for the student." : "has not accepted yet."
        let next = state.presentTeamHolds ? nil : record.recipient.team.map { ". \($0) \(waiting)" }
        let accepted = "\(name) accepted on \(moment)\(next ?? "")"
        since =
            state.recipientHolds
            ? accepted : "\(name), since \(moment). \(record.recipient.organisation) \(waiting)"
    }
}

/// One of the four clocks.
struct ClockBox: Sendable {
    let name: String
    let time: String
    let note: String
    let tone: String

    init(_ reading: ClockReading, _ record: ExchangeRecord) {
        let now = record.readAt
        let title = reading.clock == .closed && record.state.status == .declined ? "Declined" : reading.clock.title
        // After handing on, each team has its own.
        let team = record.state.handedOnAt == nil ? nil : reading.team.flatMap { record.teamNames[$0] }
        name = [title, team].compactMap(\.self).joined(separator: ", ")
        let late = reading.lateness(at: now)
        if let done = reading.done {
            time = UKTime.short(done.at, now: now)
            let by = done.named.map { "\($0), by phone" } ?? record.name(done.accountID)
            note = late > 0 ? "\(by), \(UKTime.length(late)) late" : by
            tone = "met"
        } else if !reading.isAsked {
            let isWithdrawn = record.state.consentWithdrawnAt != nil
            time = isWithdrawn ? "No longer asked for" : "Not asked for"
            note =
                isWithdrawn
                ? Self.withdrawn(record.state.latenessAtWithdrawal(of: reading.clock))
                : "Only awareness was asked, or it was declined"
            tone = "calm"
        } else if reading.hasEnded {
            (time, note, tone) = ("Did not happen", "It ended before", "calm")
        } else {
            time = "by \(UKTime.short(reading.due, now: now))"
            note = late > 0 ? "overdue by \(UKTime.length(late))" : UKTime.relative(reading.due, to: now)
            tone = late > 0 ? "overdue" : reading.due.timeIntervalSince(now) < 4 * 3600 ? "soon" : "calm"
        }
    }

    /// What was late stays said, as in the ledger, though nobody waits for it any more.
    private static func withdrawn(_ late: TimeInterval) -> String {
        let words = "The student withdrew consent"
        return late > 0 ? "\(words), \(UKTime.length(late)) after it was due" : words
    }
}

/// One message of the thread.
struct MessageBox: Sendable {
    let id: String
    let who: String
    let at: String
    let body: String
    let isOurs: Bool

    init(_ message: ExchangeRecord.ThreadMessage, ours: ExchangeSide, at now: Date) {
        (id, body, isOurs) = (message.id.rawValue, message.body, message.side == ours)
        who = "\(message.name), \(message.organisation)"
        at = UKTime.short(message.at, now: now)
    }
}

extension ClockBox: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "name": name
        case "time": time
        case "note": note
        case "tone": tone
        default: nil
        }
    }
}

extension MessageBox: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "who": who
        case "at": at
        case "body": body
        case "isOurs": isOurs
        default: nil
        }
    }
}

extension ExchangePage.Other: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "reference": reference
        case "title": title
        case "sentAt": sentAt
        default: nil
        }
    }
}
