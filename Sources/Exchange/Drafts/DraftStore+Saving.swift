import Audit
import Database
import Foundation
import Vocabulary

extension DraftStore {
    /// Saves one step, whether or not its answers are right: what was typed must not be lost.
    ///
    /// - Parameters:
    ///   - seen: what the page had before it.
    ///   - change: puts the step's answers into the draft as it is kept now, so that other steps stay as they are.
    /// - Throws: `DraftConflict` where another page has saved the same step since; `NotFound` as `draft(_:as:)`.
    @discardableResult
    public func save(
        _ step: DraftStep, of id: DraftID, seen: SeenDraft, by actor: Actor,
        change: @escaping @Sendable (inout NoticeDraft) -> Void
    ) async throws -> StoredDraft {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.writeOptimistically { database in
            let kept = try draft(id, of: actor, at: now, in: database)
            var notice = kept.notice
            change(&notice)
            if kept.wasSavedElsewhere(step, since: seen), notice != kept.notice {
                throw DraftConflict(kept: kept, entered: notice)
            }
            let saved = kept.saved(notice, step, on: seen.page, at: now)
            try database.execute(
                """
                UPDATE draft SET answers_sealed = \(seal(saved)), version = \(saved.version), updated_at = \(now)
                WHERE id = \(id)
                """
            )
            let fact = AuditFact("draft.saved", "draft", id, detail: ["step": step.rawValue])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
            return saved
        }
    }

    func seal(_ draft: StoredDraft) throws -> Data {
        let answers = Answers(notice: draft.notice, marks: draft.marks)
        return try keys.seal(KeptJSON.text(answers), "draft.answers")
    }

    func open(_ row: Row) throws -> StoredDraft {
        let answers: Answers = try KeptJSON.read(from: try keys.open(try row("answers_sealed"), "draft.answers"))
        return StoredDraft(
            id: try row("id"), notice: answers.notice, version: try row("version"), savedAt: try row("updated_at"),
            expiresAt: try row("expires_at"), awaits: try row("awaits_task_id"), marks: answers.marks)
    }
}

/// What is sealed.
private struct Answers: Codable {
    let notice: NoticeDraft
    let marks: [DraftStep: StoredDraft.Mark]
}

extension StoredDraft {
    fileprivate func wasSavedElsewhere(_ step: DraftStep, since seen: SeenDraft) -> Bool {
        guard let mark = marks[step] else { return false }
        return mark.version > seen.version && mark.page != seen.page
    }

    fileprivate func saved(_ notice: NoticeDraft, _ step: DraftStep, on page: String, at now: Date) -> StoredDraft {
        var marks = marks
        marks[step] = Mark(version: version + 1, page: page)
        return StoredDraft(
            id: id, notice: notice, version: version + 1, savedAt: now, expiresAt: expiresAt,
            awaits: awaits, marks: marks)
    }
}
