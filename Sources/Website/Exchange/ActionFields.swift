import Exchange
import Foundation
import Vocabulary

/// The fields and buttons of one action's form, filled with what was sent when it comes back.
struct ActionFields {
    private let action: ExchangeAction
    private let record: ExchangeRecord
    private let actor: Actor
    private let returned: ReturnedForm?

    init(_ action: ExchangeAction, _ record: ExchangeRecord, actor: Actor, returned: ReturnedForm?) {
        (self.action, self.record, self.actor, self.returned) = (action, record, actor, returned)
    }

    /// Where the recipient answers by phone, its acceptance is written down by the sender.
    var title: String {
        action == .hold && record.state.isByPhone ? "They accept to look out for the student" : action.title
    }

    var lead: String? {
        switch action {
        case .acknowledge:
            "Say that you have read it. The sender sees your name and the time. Taking it makes you its case worker. Neither button changes who looks out for the student."
        case .call: numbers
        case .take: taking
        case .hold: holding
        case .close: closing
        case .decline: "The sender goes on looking out for the student."
        case .handOn:
            "That team has to acknowledge it anew. Until somebody there accepts, nothing changes in who looks out for the student. If the student does not want that team to be told, do not hand it on."
        case .message: afterTheEnd
        case .recall: "Nobody of the team has opened it yet, so it can still be taken back."
        case .correct: "For the wrong person or the wrong university. They can no longer read it; it is kept on record."
        default: nil
        }
    }

    private var taking: String {
        let accepting = record.state.presentTeamHolds ? "." : ": for that, your team has to accept."
        return "One person of your team, who works on it and is reminded. "
            + "This does not change who looks out for the student" + accepting
    }

    private var holding: String {
        record.state.isByPhone
            ? "Only where they said so: from then on it is \(record.recipient.organisation) that looks out for the student, by the name you enter."
            : "From then on it is your team, and no longer whoever did until now; your name stands for it, and the sender is told. Who of your team works on it is chosen apart: that is the case worker."
    }

    private var closing: String? {
        if record.state.consentWithdrawnAt != nil {
            return "Close it once you have read above what the withdrawal means."
        }
        return record.state.openRequests.isEmpty ? nil : "Accept or decline everything that was asked first."
    }

    private var afterTheEnd: String? {
        guard record.state.status.isEnded, record.side == .sender, !record.state.isByPhone else { return nil }
        return ["This has ended, and nobody there is working on it. When it is urgent, telephone.", numbers]
            .compactMap(\.self).joined(separator: " ")
    }

    private var threadHint: String {
        record.state.isByPhone
            ? "A note for your own team: \(record.recipient.organisation) does not read here."
            : "Both organisations read this thread."
    }

    private var numbers: String? {
        let recipient = record.recipient
        let words = [
            recipient.telephone.map { "\(recipient.team ?? recipient.organisation): \($0)" },
            recipient.outOfHoursTelephone.map { "out of hours \($0)" },
        ].compactMap(\.self).joined(separator: ", ")
        return words.isEmpty ? nil : words + "."
    }

    var all: [FormField] {
        switch action {
        case .acknowledge: []
        case .call:
            [
                radios("answered", "Did anybody answer?", [("yes", "Yes"), ("no", "No")]),
                text("spokeTo", "Who did you speak to?", hint: "First name and last name"),
                words("What was said (optional)"),
            ]
        case .attempt:
            [
                radios("way", "How you tried", ContactWay.allCases.map { ($0.rawValue, $0.title) }),
                radios("outcome", "What came of it", AttemptOutcome.allCases.map { ($0.rawValue, $0.title) }),
                words("Note (optional)"), moment,
            ]
        case .contact:
            [
                radios("way", "How", ContactWay.allCases.map { ($0.rawValue, $0.title) }),
                words("What the sender should know (optional)"), moment,
            ]
        case .take: [assignee, area("words", "Note for them (optional)", hint: "Both organisations can read this.")]
        case .hold: record.state.isByPhone ? [text("named", "Who accepted, by name")] : []
        case .close:
            [
                outcome, words("Note (optional)"),
            ]
        case .handOn: [team, area("reason", "Why")] + (record.otherTeams.allSatisfy(\.isDecided) ? [] : [agreement])
        case .decline:
            [
                radios(
                    "declineReason", "Why it is not for you", DeclineReason.allCases.map { ($0.rawValue, $0.title) }),
                words("In your own words"),
                text("redirect", "Where should it go instead?", hint: "A team, a place, or “we do not know”"),
            ]
        case .reopen: [area("note", "Why")]
        case .recall, .correct: [area("reason", "Why")]
        case .message: [area("message", "Your message", hint: threadHint)]
        }
    }

    var buttons: [ActionBox.Button] {
        switch action {
        case .acknowledge:
            [
                button("Acknowledge and take it", name: "acknowledge-taking", value: "yes"),
                button("Acknowledge only", style: "nhsuk-button--secondary"),
            ]
        case .recall, .correct: [button(action.title, style: "nhsuk-button--warning")]
        case .decline: [button("Decline", style: "nhsuk-button--secondary")]
        case .take: [button("Save")]
        case .hold: [button("Accept")]
        case .close: [button("Close it")]
        case .handOn: [button("Hand on")]
        case .call, .attempt, .contact: [button("Record")]
        case .reopen: [button("Open again", style: "nhsuk-button--secondary")]
        case .message: [button("Send", style: "nhsuk-button--secondary")]
        }
    }

    private var assignee: FormField {
        let others = record.colleagues.filter { $0.id != actor.accountID }.map { ($0.id.rawValue, $0.name) }
        let me = [(actor.accountID?.rawValue ?? "", "I take it")]
        return .select(
            SelectField(
                name("assignee"), label: "Case worker", me + others, chosen: value("assignee"), error: fault("assignee")
            ))
    }

    /// Who closes with support in place accepts by that to look out for the student, and is told so before.
    private var outcome: FormField {
        let outcomes = record.state.consentWithdrawnAt == nil ? Outcome.choices : [.consentWithdrawn]
        let accepts = record.state.leavesHolderOpen && !record.state.isByPhone
        let choices = outcomes.map { outcome in
            let hint = "Your team looks out for the student from then on, and your name stands for it."
            return Choices.Choice(
                outcome.rawValue, outcome.title, hint: outcome == .supportInPlace && accepts ? hint : nil)
        }
        let chosen = [value("outcome")].compactMap(\.self)
        return .radios(
            Choices(name("outcome"), legend: "How it ended", choices, chosen: chosen, error: fault("outcome")))
    }

    /// Each team with what to know before it is told.
    private var team: FormField {
        let teams = record.otherTeams.map { team in
            let hint = team.cautions.isEmpty ? nil : team.cautions.joined(separator: " ")
            return Choices.Choice(team.id.rawValue, team.name, hint: hint)
        }
        let chosen = [value("service")].compactMap(\.self)
        return .radios(Choices(name("service"), legend: "Team", teams, chosen: chosen, error: fault("service")))
    }

    /// The decision to share named one team.
    private var agreement: FormField {
        let name = record.disclosure?.person.fullName ?? "the student"
        let unasked = area("unasked", "Why not?", hint: "The student can read this")
        return .radios(
            Choices(
                self.name("agreed"), legend: "Has \(name) agreed that this team is told?",
                [.init("yes", "Yes"), .init("no", "They cannot be asked", reveals: [unasked])],
                chosen: [value("agreed")].compactMap(\.self), error: fault("agreed")))
    }

    /// For what happened before it is written down.
    private var moment: FormField {
        let form = returned?.form
        let day = DateField(
            name("when"), legend: "On which day?", value: form?.date(name("when")) ?? TypedDate(), error: fault("when"))
        let time = TextField(
            name("time"), label: "At what time?", value: value("time"), hint: "For example 14:30", error: fault("time"),
            width: .five)
        let isUsed = !(form?.date(name("when")).isEmpty ?? true) || !(value("time") ?? "").isEmpty
        return .more(
            MoreFields(
                summary: "It was earlier than just now", fields: [.date(day), .text(time)],
                isOpen: isUsed || fault("when") != nil || fault("time") != nil))
    }

    private func words(_ label: String) -> FormField { area("words", label) }

    private func area(_ field: String, _ label: String, hint: String? = nil) -> FormField {
        .area(
            TextArea(
                name(field), label: label, value: value(field), hint: hint, error: fault(field),
                most: ExchangeStore.mostWords, rows: 3))
    }

    private func text(_ field: String, _ label: String, hint: String? = nil) -> FormField {
        .text(TextField(name(field), label: label, value: value(field), hint: hint, error: fault(field)))
    }

    private func radios(_ field: String, _ legend: String, _ choices: [(String, String)]) -> FormField {
        let offered = choices.map { Choices.Choice($0.0, $0.1) }
        let chosen = [value(field)].compactMap(\.self)
        return .radios(
            Choices(
                name(field), legend: legend, offered, chosen: chosen, error: fault(field), inline: choices.count == 2))
    }

    private func button(
        _ label: String, name: String? = nil, value: String = "", style: String = ""
    ) -> ActionBox.Button {
        ActionBox.Button(label: label, name: name, value: value, style: style)
    }

    private func name(_ field: String) -> String { "\(action.rawValue)-\(field)" }
    private func value(_ field: String) -> String? { returned?.form[name(field)] }
    private func fault(_ field: String) -> String? { returned?.faults[name(field)] }
}
