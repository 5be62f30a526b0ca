import Exchange
import Vocabulary

extension NoticePages {
    func checkPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        let call = NoticeDraft.Call(visit.form)
        return answer("check", CheckPage(review, state, call: call), .check, state)
    }

    /// Sends what the page showed. Pressed twice, it leads to the same receipt.
    func send(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        guard let seen = visit.form["seen"].flatMap(SeenDraft.init) else { throw NotFound("draft") }
        do {
            let call = NoticeDraft.Call(visit.form)
            let outcome = try await drafts.send(id, version: seen.version, call: call, by: visit.actor)
            if case .awaitsLead(let task) = outcome { return .seeOther("/notices/decisions/\(task)") }
            return .seeOther("/notices/\(id)/receipt")
        } catch let fault as InvalidInput {
            return try await recheck(id, visit) { _ in fault }
        } catch let conflict as Conflict {
            return try await recheck(id, visit) { try await self.fault(conflict, $0, visit) }
        } catch let unfinished as DraftUnfinished {
            return .seeOther("/notices/\(id)/\(unfinished.step.rawValue)")
        }
    }

    /// Where to mend it: on the first page where a colleague has put them on record meanwhile.
    private func fault(_ conflict: Conflict, _ review: DraftReview, _ visit: Visit) async throws -> InvalidInput {
        guard try await isKnownByNow(review, visit) else { return InvalidInput("send", conflict.message) }
        return InvalidInput(
            "change", "\(conflict.message) A colleague was quicker: go to “Who it is about”, and choose them there.")
    }

    /// The page again, as the draft is now.
    private func recheck(
        _ id: DraftID, _ visit: Visit, _ fault: (DraftReview) async throws -> InvalidInput
    ) async throws -> Answer {
        let review = try await drafts.review(id, as: visit.actor)
        guard review.mayOpen(.check) else { return .seeOther(review.resumePath) }
        return try await checkPage(visit, review, StepState(faults: FieldFaults(try await fault(review))))
    }
}

extension NoticeDraft.Call {
    init(_ form: Form) {
        self.init(
            made: form["call"].flatMap(Made.init), spokeTo: form["spokeTo"] ?? "", note: form["callNote"] ?? "")
    }
}
