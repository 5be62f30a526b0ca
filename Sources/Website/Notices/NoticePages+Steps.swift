import Exchange
import Hummingbird
import Vocabulary

/// How a page is shown: for the first time, with faults, or because another page was first.
struct StepState {
    var faults = FieldFaults()
    var conflict: DraftConflict?

    var status: HTTPResponse.Status {
        if conflict != nil { return .conflict }
        return faults.all.isEmpty ? .ok : .unprocessableContent
    }
}

extension NoticePages {
    typealias StepPage = @Sendable (Visit, DraftReview, StepState) async throws -> Answer

    /// A step as it stands, or the step that has to come first.
    func show(_ step: DraftStep, _ visit: Visit, _ page: StepPage) async throws -> Answer {
        let review: DraftReview
        do { review = try await drafts.review(visit.id(), as: visit.actor) } catch is NotFound {
            return try await whatBecame(visit)
        }
        guard review.mayOpen(step) else { return .seeOther(review.resumePath) }
        return try await page(visit, review, StepState())
    }

    /// Going back after the end leads to what became of it, never to a second notice.
    /// - Throws: `NotFound` where the visitor ended no such draft.
    func whatBecame(_ visit: Visit) async throws -> Answer {
        _ = try await drafts.outcome(of: visit.id(), as: visit.actor)
        return .seeOther("/notices/\(try visit.parameter("id"))/receipt")
    }

    /// Keeps what was entered, right or wrong; then goes on, or shows the page again with everything that is wrong.
    ///
    /// - Parameter next: where to go once `check` finds nothing wrong; `nil` stays on the page.
    func save(
        _ step: DraftStep, _ visit: Visit, _ page: StepPage,
        change: @escaping @Sendable (inout NoticeDraft) -> Void, check: (DraftReview) throws -> Void,
        next: (DraftReview) -> String?
    ) async throws -> Answer {
        let id: DraftID = try visit.id()
        guard let seen = visit.form["seen"].flatMap(SeenDraft.init) else { throw NotFound("draft") }
        do { try await drafts.save(step, of: id, seen: seen, by: visit.actor, change: change) } catch let conflict
            as DraftConflict
        {
            let review = try await drafts.review(conflict, as: visit.actor)
            return try await page(visit, review, StepState(conflict: conflict))
        } catch is NotFound { return try await tooLate(visit) }
        let review = try await drafts.review(id, as: visit.actor)
        do { try check(review) } catch let fault as InvalidInput {
            return try await page(visit, review, StepState(faults: FieldFaults(fault)))
        }
        guard let path = next(review) else { return try await page(visit, review, StepState()) }
        return .seeOther(path)
    }

    func answer(
        _ template: String, _ model: any Sendable, _ step: DraftStep, _ state: StepState
    ) -> Answer {
        let title = state.faults.all.isEmpty ? step.title : "Error: \(step.title)"
        return .page("notices/\(template)", model, title: title, status: state.status)
    }
}

extension DraftReview {
    func path(_ page: String) -> String { "/notices/\(draft.id)/\(page)" }

    /// Where a draft is taken up again.
    var resumePath: String { path(endsBecause == nil ? nextStep.rawValue : "end") }

    /// Where the third question leads.
    var afterConsent: String {
        if endsBecause != nil { return path("end") }
        return path(writable.isEmpty || (awaitsLead && reasons == nil) ? "reasons" : "happened")
    }
}
