import Exchange
import FHIR
import Foundation
import Vocabulary

/// The act that leads from one status of a task to another; each is one of the pages', with their rules.
struct TaskAct: Sendable {
    let change: TaskChange
    let seen: ExchangeOverview
    /// Whether the version that the caller changes is the present one. Of an older one the store says so.
    let isCurrent: Bool
    /// The same request sent twice acts once.
    let key: String?

    /// - Throws: what the act throws, and `FHIRProblem` where no act leads there.
    func perform(in store: ExchangeStore, by person: Actor) async throws {
        let id = seen.id
        if let output = change.output {
            if isCurrent { try refuseIdleOutcome() }
            return try await add(output, in: store, by: person)
        }
        if isCurrent {
            if isDone(by: person) { return }
            try refuseIdleWords()
        }
        switch change.status {
        case "received": try await open(in: store, by: person)
        case "accepted": try await store.acknowledge(id, key: key, by: person)
        case "in-progress" where seen.state.status == .opened:
            try await store.acknowledge(id, taking: true, key: key, by: person)
        case "in-progress": try await store.take(id, key: key, by: person)
        case "rejected": try await store.decline(id, try refusal(), by: person)
        case "completed": try await store.close(id, try outcome(), words: change.reason, key: key, by: person)
        case "cancelled": try await store.recall(id, reason: change.reason, key: key, by: person)
        case "entered-in-error": try await store.enterInError(id, reason: change.reason, key: key, by: person)
        default:
            throw FHIRProblem(
                .unprocessableContent, .notSupported, "No act leads to this status here.", at: "Task.status")
        }
    }

    /// Whether it stands so already: the same change, sent once more. That somebody else takes it is a change.
    private func isDone(by person: Actor) -> Bool {
        guard change.isAsItWas else { return false }
        return change.status != "in-progress" || seen.state.assigneeID == person.accountID
    }

    /// Words that the act has no place for would be lost.
    private func refuseIdleWords() throws(FHIRProblem) {
        let endings: Set = ["rejected", "completed", "cancelled", "entered-in-error"]
        if change.hasReason, !endings.contains(change.status) {
            throw FHIRProblem(
                .unprocessableContent, .businessRule,
                "No words go with this. Write to the other side: POST /fhir/R4/Communication.", at: "Task.statusReason")
        }
        if change.status != "completed" { try refuseIdleOutcome() }
    }

    private func refuseIdleOutcome() throws(FHIRProblem) {
        guard change.hasOutcome else { return }
        throw FHIRProblem(
            .unprocessableContent, .businessRule, "It says how one ended, with the status completed.",
            at: "Task.businessStatus")
    }

    /// It counts as opened once somebody of the team that has it has read it.
    private func open(in store: ExchangeStore, by person: Actor) async throws {
        let record = try await store.exchange(seen.id, as: person)
        guard record.state.status == .opened else {
            throw Conflict("It is not opened by this: somebody of the team that has it opens it, before anything else.")
        }
    }

    /// Answers the request that has the output's id, or says how the student was reached; words stand in `statusReason`.
    private func add(_ output: JSONText.Value, in store: ExchangeStore, by person: Actor) async throws {
        try FHIRProblem.unlessOnly(["id", "type", "valueCode"], in: output, at: "Task.output")
        let value = output["valueCode"]?.string
        if let request = output["id"]?.string.flatMap(ExchangeRequestID.init), ["accepted", "declined"].contains(value)
        {
            let answer = NewRequestAnswer(accepted: value == "accepted", reason: change.reason, key: key)
            return try await store.answer(request, of: seen.id, answer, by: person)
        }
        let act = output["type"]?.code(of: FHIRSystem.act)
        if act == ExchangeEvent.Kind.studentContacted.rawValue, let way = value.flatMap(ContactWay.init) {
            return try await store.recordStudentContacted(
                seen.id, way: way, words: change.reason, key: key, by: person)
        }
        let ways = ContactWay.allCases.map(\.rawValue).joined(separator: ", ")
        throw FHIRProblem(
            .unprocessableContent, .businessRule,
            """
            An output has the id of an input and the valueCode accepted or declined; or the type studentContacted of \
            \(FHIRSystem.act) and one of the codes \(ways).
            """, at: "Task.output")
    }

    /// FHIR has one place for words: where it should go instead, which is the reason too where no code says it.
    private func refusal() throws(FHIRProblem) -> Refusal {
        guard let reason = change.reasonCode.flatMap(DeclineReason.init) else {
            let codes = DeclineReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw FHIRProblem(
                .unprocessableContent, .required, "Say why, with a code of \(FHIRSystem.declineReason): \(codes).",
                at: "Task.statusReason.coding")
        }
        return Refusal(reason, words: reason == .other ? change.reason : nil, redirect: change.reason, key: key)
    }

    private func outcome() throws(FHIRProblem) -> Outcome {
        guard let outcome = change.outcome.flatMap(Outcome.init) else {
            let codes = Outcome.allCases.map(\.rawValue).joined(separator: ", ")
            throw FHIRProblem(
                .unprocessableContent, .required, "Say how it ended, with a code of \(FHIRSystem.outcome): \(codes).",
                at: "Task.businessStatus.coding")
        }
        if let words = change.outcomeWords, words != outcome.title {
            throw FHIRProblem(
                .unprocessableContent, .businessRule,
                "These words would be lost. Say how it ended in statusReason.text, and here by the code alone.",
                at: "Task.businessStatus.text")
        }
        return outcome
    }
}
