import Exchange
import Foundation
import Vocabulary

/// The forms that the page offers. What answers the sender stands on top; what follows from reading stands below what was
/// told; the rest is at the side, folded.
struct ActionForms: Sendable {
    let answer: ActionBox?
    let next: [ActionBox]
    let more: [ActionBox]
    let message: ActionBox
    let requests: [RequestBox]

    init(_ record: ExchangeRecord, actor: Actor, returned: ReturnedForm?) {
        let offered = ExchangeAction.allCases.filter { action in
            guard let event = action.event, actor.may(action.permission) else { return false }
            if action == .handOn && record.otherTeams.isEmpty { return false }
            return record.possible.contains(event)
        }
        let first = Self.first(record, offered)
        let boxes = offered.map { action in
            ActionBox(action, record, actor: actor, returned: returned, isNext: first.contains(action))
        }
        let isAnswering = record.state.owed == .acknowledged
        answer = isAnswering ? boxes.first { $0.isNext } : nil
        next = isAnswering ? [] : boxes.filter { $0.isNext }
        more = boxes.filter { !$0.isNext }
        message = ActionBox(.message, record, actor: actor, returned: returned, isNext: true)
        requests = (record.disclosure?.requests ?? []).map { RequestBox($0, record, returned: returned) }
    }

    /// What most probably comes next, for the side that owes it.
    private static func first(_ record: ExchangeRecord, _ offered: [ExchangeAction]) -> [ExchangeAction] {
        let state = record.state
        let wanted: [ExchangeAction] =
            switch state.owed {
            case .opened, .acknowledged: record.side == .recipient ? [.acknowledge] : urgesCall(record) ? [.call] : []
            case .contacted: state.assigneeID == nil ? [.take, .contact, .attempt] : [.contact, .attempt]
            case .closed: state.openRequests.isEmpty || state.consentWithdrawnAt != nil ? [.close] : []
            case nil: []
            }
        return wanted.filter(offered.contains)
    }

    private static func urgesCall(_ record: ExchangeRecord) -> Bool {
        let state = record.state
        return state.isByPhone || state.isUnanswered || state.deadlines?.mustPhone == true
            || state.isOverdue(at: record.readAt)
    }
}

/// One form on the page of an exchange.
struct ActionBox: Sendable {
    let id: String
    let path: String
    let title: String
    let lead: String?
    let fields: [FormField]
    let buttons: [Button]
    /// Made anew each time the page is shown; a form sent twice carries the same.
    let key: String
    let error: String?
    let isNext: Bool
    let isOpen: Bool

    struct Button: Sendable {
        let label: String
        let name: String?
        let value: String
        let style: String
    }

    init(
        _ action: ExchangeAction, _ record: ExchangeRecord, actor: Actor, returned: ReturnedForm?, isNext: Bool
    ) {
        let mine = returned.flatMap { $0.action == action.rawValue ? $0 : nil }
        let fields = ActionFields(action, record, actor: actor, returned: mine)
        id = action.rawValue
        path = "/exchanges/\(record.facts.id)/\(action.noun)"
        (title, lead, self.fields, buttons) = (fields.title, fields.lead, fields.all, fields.buttons)
        key = mine?.form["key"] ?? UUID().uuidString
        error = mine?.faults[action.rawValue]
        self.isNext = isNext
        isOpen = action == .close && isNext || mine != nil
    }
}

/// One thing that was asked, with the answer or the form for it.
struct RequestBox: Sendable {
    let id: String
    let title: String
    let detail: String?
    let answer: String?
    let tone: String
    let reason: String?
    let by: String?
    let canAnswer: Bool
    /// What has to come before the reader can answer it; `nil` where nothing has to, or it is not theirs to answer.
    let comesAfter: String?
    let path: String
    let key: String
    let error: String?
    let named: TextField?
    let decline: TextArea
    let isDeclining: Bool

    init(_ request: ExchangeRecord.Request, _ record: ExchangeRecord, returned: ReturnedForm?) {
        let prefix = "request-\(request.id)"
        let mine = returned.flatMap { $0.action == prefix ? $0 : nil }
        (id, title, detail) = (prefix, request.kind.title, request.detail)
        let stamp = request.answer?.stamp
        answer = request.answer.map { $0.accepted ? "Accepted" : "Declined" }
        tone = request.answer.map { $0.accepted ? "done" : "overdue" } ?? "soon"
        reason = request.answer?.reason
        by = stamp.map { "\($0.named ?? record.name($0.accountID)), \(UKTime.short($0.at, now: record.readAt))" }
        canAnswer = request.answer == nil && record.possible.contains(.requestAccepted)
        let isUnacknowledged = request.answer == nil && record.possible.contains(.acknowledged)
        comesAfter = isUnacknowledged ? "Once it is acknowledged, you accept or decline this." : nil
        path = "/exchanges/\(record.facts.id)/requests/\(request.id)/answer"
        key = mine?.form["key"] ?? UUID().uuidString
        error = mine?.faults[prefix]
        let heard = record.state.isByPhone
        named =
            heard
            ? TextField(
                "\(prefix)-named", label: "Who said so, by name", value: mine?.form["\(prefix)-named"],
                error: mine?.faults["\(prefix)-named"], width: .twenty) : nil
        decline = TextArea(
            "\(prefix)-reason", label: "Why", value: mine?.form["\(prefix)-reason"],
            error: mine?.faults["\(prefix)-reason"], most: ExchangeStore.mostWords, rows: 2)
        isDeclining = mine?.faults["\(prefix)-reason"] != nil
    }
}

extension ActionBox: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "path": path
        case "title": title
        case "lead": shown(lead)
        case "fields": fields
        case "buttons": buttons
        case "key": key
        case "error": shown(error)
        case "isNext": isNext
        case "isOpen": isOpen
        default: nil
        }
    }
}

extension ActionBox.Button: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "label": label
        case "name": shown(name)
        case "value": value
        case "style": style
        default: nil
        }
    }
}
