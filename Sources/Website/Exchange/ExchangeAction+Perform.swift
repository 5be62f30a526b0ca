import Exchange
import Foundation
import Vocabulary

extension ExchangeAction {
    /// - Returns: what the page says when it is done.
    /// - Throws: `InvalidInput` on the fields as the form names them, `Conflict`, `Forbidden`, `NotFound`.
    func perform(_ form: ActionForm, on id: ExchangeID, with store: ExchangeStore, by actor: Actor) async throws
        -> String
    {
        let key = form.key
        switch self {
        case .acknowledge:
            try await store.acknowledge(id, taking: form["taking"] == "yes", key: key, by: actor)
        case .call:
            let answered = try form.choice("answered", "Say whether anybody answered.") as YesNo == .yes
            let call = PhoneCall(answered: answered, spokeTo: form["spokeTo"], words: form["words"], key: key)
            try await store.recordCall(call, on: id, by: actor)
        case .attempt:
            try await store.recordContactAttempt(try form.attempt(), on: id, by: actor)
        case .contact:
            let way: ContactWay = try form.choice("way", "Choose how the student was reached.")
            try await store.recordStudentContacted(
                id, way: way, words: form["words"], at: try form.happenedAt(), key: key, by: actor)
        case .take:
            let colleague = form["assignee"].flatMap(AccountID.init)
            try await store.take(id, colleague: colleague, words: form["words"], key: key, by: actor)
        case .hold:
            try await store.acceptHolding(id, named: form["named"], key: key, by: actor)
        case .close, .handOn, .decline, .reopen, .recall, .correct:
            try await end(form, on: id, with: store, by: actor)
        case .message:
            let written = try await store.write(form["message"], in: id, key: key, by: actor)
            if written.hasEnded { return Self.sentAfterTheEnd }
        }
        return done
    }

    private static let sentAfterTheEnd =
        "Sent. But this is closed, and nobody is working on it: they see your message when they next look. "
        + "Telephone them when it is urgent."

    private func end(_ form: ActionForm, on id: ExchangeID, with store: ExchangeStore, by actor: Actor) async throws {
        let key = form.key
        switch self {
        case .close:
            let outcome: Outcome = try form.choice("outcome", "Choose how it ended.")
            try await store.close(id, outcome, words: form["words"], key: key, by: actor)
        case .handOn:
            guard let team = form["service"].flatMap(ServiceID.init) else {
                throw InvalidInput("service", "Choose the team that it goes to.")
            }
            let agreed: YesNo? = form["agreed"].flatMap(YesNo.init)
            let asked = agreed.map { AskedAboutTeam(agreed: $0 == .yes, unasked: form["unasked"]) }
            try await store.handOn(id, to: team, reason: form["reason"] ?? "", asked: asked, key: key, by: actor)
        case .decline:
            let reason: DeclineReason = try form.choice("declineReason", "Choose why it is not for you.")
            let refusal = Refusal(reason, words: form["words"], redirect: form["redirect"], key: key)
            try await store.decline(id, refusal, by: actor)
        case .reopen: try await store.reopen(id, note: form["note"], key: key, by: actor)
        case .recall: try await store.recall(id, reason: form["reason"], key: key, by: actor)
        default: try await store.enterInError(id, reason: form["reason"], key: key, by: actor)
        }
    }
}

enum YesNo: String, CaseIterable, Sendable { case yes, no }

/// The fields of one action's form. Several forms stand on one page, so each field carries its action's name in front.
struct ActionForm: Sendable {
    let action: String
    /// The one that is answered, where the form answers a request.
    let request: ExchangeRequestID?
    private let form: Form

    init(_ action: ExchangeAction, _ form: Form) { (self.action, request, self.form) = (action.rawValue, nil, form) }

    init(answering request: ExchangeRequestID, _ form: Form) {
        (action, self.request, self.form) = ("request-\(request)", request, form)
    }

    subscript(_ field: String) -> String? { form["\(action)-\(field)"] }

    /// Made when the page was shown; the same form sent twice has the same.
    var key: String { form["key"] ?? UUID().uuidString }

    /// - Throws: `InvalidInput` with `message` where nothing, or something unknown, was chosen.
    func choice<T: RawRepresentable<String>>(_ field: String, _ message: String) throws(InvalidInput) -> T {
        guard let chosen = self[field].flatMap(T.init) else { throw InvalidInput(field, message) }
        return chosen
    }

    /// Everything that is wrong is told at once.
    func attempt() throws(InvalidInput) -> ContactAttempt {
        let way = self["way"].flatMap(ContactWay.init)
        let outcome = self["outcome"].flatMap(AttemptOutcome.init)
        guard let way, let outcome else {
            throw InvalidInput(
                [
                    way == nil ? FieldFault("way", "Choose how you tried.") : nil,
                    outcome == nil ? FieldFault("outcome", "Choose what came of it.") : nil,
                ].compactMap(\.self))
        }
        return ContactAttempt(way: way, outcome: outcome, words: self["words"], at: try happenedAt(), key: key)
    }

    /// The day and time that were typed; `nil` where both were left empty.
    func happenedAt() throws(InvalidInput) -> Date? {
        let (day, time) = (form.date("\(action)-when"), self["time"] ?? "")
        if day.isEmpty && time.allSatisfy(\.isWhitespace) { return nil }
        let date = try day.required(field: "when", called: "the day, or leave both the day and the time empty")
        return date.at(minute: try TypedTime.required(time, field: "time", called: "the time"))
    }

    /// What was sent and what is wrong with it, to be shown again. A fault of no field belongs to the whole form.
    func returned(_ invalid: InvalidInput) -> ReturnedForm {
        let faults = invalid.faults.map { FieldFault($0.field.isEmpty ? action : "\(action)-\($0.field)", $0.message) }
        return ReturnedForm(action: action, request: request, form: form, faults: FieldFaults(InvalidInput(faults)))
    }
}

/// A form that could not be accepted.
struct ReturnedForm: Sendable {
    let action: String
    let request: ExchangeRequestID?
    let form: Form
    let faults: FieldFaults
}
