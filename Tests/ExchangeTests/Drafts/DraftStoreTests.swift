import Database
import Exchange
import Foundation
import Testing
import Vocabulary

@Suite("Drafts are kept")
struct DraftStoreTests {
    @Test("what was typed is there again, right or wrong")
    func keeps() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            try await night.save(.who, draft.id) { draft in
                var who = NoticeDraft.Who()
                who.nhsNumber = "943 476"
                draft.replaceWho(by: who)
            }
            let kept = try await night.drafts.draft(draft.id, as: night.nurse)
            #expect(kept.notice.who.nhsNumber == "943 476")
            #expect(kept.version == 2)
        }
    }

    @Test("nobody but its author sees a draft, not even a colleague of the same team")
    func denial() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            let bridge = night.bridge
            let colleague = Actor(
                accountID: bridge.sam.accountID, organisationID: bridge.trust, serviceID: bridge.crisisTeam,
                role: .clinician, name: "Colleague")
            await #expect(throws: NotFound.self) { try await night.drafts.draft(draft.id, as: colleague) }
            await #expect(throws: NotFound.self) { try await night.drafts.discard(draft.id, by: colleague) }
            await #expect(throws: NotFound.self) { try await night.drafts.send(draft.id, version: 1, by: colleague) }
            await #expect(throws: Forbidden.self) { try await night.drafts.draft(draft.id, as: bridge.sam) }
            let theirs = try await night.drafts.drafts(of: colleague)
            #expect(theirs.isEmpty)
        }
    }

    @Test("the author in another organisation does not see it either")
    func otherOrganisation() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            let elsewhere = Actor(
                accountID: night.nurse.accountID, organisationID: night.bridge.university,
                serviceID: night.bridge.wellbeing, role: .clinician, name: "Grace Osei")
            await #expect(throws: NotFound.self) { try await night.drafts.review(draft.id, as: elsewhere) }
        }
    }

    @Test("a second page on the same step is told, and both answers are at hand")
    func twoPages() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            let (first, second) = (SeenDraft(draft), SeenDraft(draft))
            try await night.drafts.save(.student, of: draft.id, seen: first, by: night.nurse) {
                $0.student.search = "Leeds"
            }
            do {
                try await night.drafts.save(.student, of: draft.id, seen: second, by: night.nurse) {
                    $0.student.search = "York"
                }
                Issue.record("the second page was not told")
            } catch let conflict as DraftConflict {
                #expect(conflict.kept.notice.student.search == "Leeds")
                #expect(conflict.entered.student.search == "York")
                let again = SeenDraft(conflict.kept)
                try await night.drafts.save(.student, of: draft.id, seen: again, by: night.nurse) {
                    $0.student.search = "York"
                }
            }
            let kept = try await night.drafts.draft(draft.id, as: night.nurse)
            #expect(kept.notice.student.search == "York")
        }
    }

    @Test("two pages on different steps keep both, and going back in one page is no conflict")
    func differentSteps() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            let (first, second) = (SeenDraft(draft), SeenDraft(draft))
            let store = night.drafts
            try await store.save(.student, of: draft.id, seen: first, by: night.nurse) { $0.student.search = "Leeds" }
            try await store.save(.happened, of: draft.id, seen: second, by: night.nurse) {
                $0.happened.kind = .admission
            }
            try await store.save(.student, of: draft.id, seen: first, by: night.nurse) { $0.student.search = "Leeds B" }
            let kept = try await store.draft(draft.id, as: night.nurse)
            #expect(kept.notice.student.search == "Leeds B")
            #expect(kept.notice.happened.kind == .admission)
        }
    }

    @Test("a draft waits 24 hours, then it is gone; one that had ended is counted first")
    func expires() async throws {
        try await Night.with { night in
            let open = try await night.drafts.begin(by: night.nurse)
            let ended = try await night.drafts.begin(by: night.nurse)
            try await night.save(.student, ended.id) { $0.student.answer = .no }
            night.bridge.clock.advance(by: DraftStore.lifetime - 1)
            let kept = try await night.drafts.drafts(of: night.nurse)
            #expect(kept.count == 2)
            night.bridge.clock.advance(by: 2)
            await #expect(throws: NotFound.self) { try await night.drafts.draft(open.id, as: night.nurse) }
            let gone = try await night.drafts.purge()
            #expect(gone == 2)
            let counted = try await night.bridge.count(
                "SELECT count(*) AS count FROM unshared_contact WHERE reason = 'notAStudent'")
            #expect(counted == 1)
        }
    }

    @Test("a draft that cannot be read keeps none of the others for longer than 24 hours")
    func damaged() async throws {
        try await Night.with { night in
            let damaged = try await night.drafts.begin(by: night.nurse)
            night.bridge.clock.advance(by: 60)
            _ = try await night.complete()
            try await night.bridge.engine.write {
                try $0.execute("UPDATE draft SET answers_sealed = \(Data()) WHERE id = \(damaged.id)")
            }
            night.bridge.clock.advance(by: DraftStore.lifetime)
            await #expect(throws: KeyFault.damaged) { try await night.drafts.purge() }
            let left = try await night.bridge.count("SELECT count(*) AS count FROM draft")
            #expect(left == 1)
            let counted = try await night.bridge.count(
                "SELECT count(*) AS count FROM unshared_contact WHERE reason = 'ranOut'")
            #expect(counted == 1)
        }
    }

    @Test(
        "what ran out unsent is told to who began it for a week, with no name; what nobody was named in is not counted")
    func ranOut() async throws {
        try await Night.with { night in
            let begun = night.bridge.clock.now
            _ = try await night.drafts.begin(by: night.nurse)
            let draft = try await night.complete()
            night.bridge.clock.advance(by: DraftStore.lifetime + 300)
            try await night.drafts.purge()
            let told = try await night.drafts.ranOut(of: night.nurse)
            #expect(told == [begun])
            let bridge = night.bridge
            let colleague = Actor(
                accountID: bridge.sam.accountID, organisationID: bridge.trust, serviceID: bridge.crisisTeam,
                role: .clinician, name: "Colleague")
            let theirs = try await night.drafts.ranOut(of: colleague)
            #expect(theirs.isEmpty)
            await #expect(throws: Forbidden.self) { try await night.drafts.ranOut(of: bridge.sam) }
            let became = try await night.drafts.outcome(of: draft.id, as: night.nurse)
            #expect(became == .notShared(.ranOut))
            night.bridge.clock.advance(by: 7 * 86_400)
            let later = try await night.drafts.ranOut(of: night.nurse)
            #expect(later.isEmpty)
        }
    }

    @Test("nothing of a draft can be read in the database")
    func sealed() async throws {
        try await Night.with { night in
            let draft = try await night.drafts.begin(by: night.nurse)
            try await night.save(.happened, draft.id) { $0.happened.texts[.riskSummary] = "pointless" }
            let rows = try await night.bridge.engine.read { database in
                try database.rows("SELECT answers_sealed FROM draft").map { row -> Data in try row("answers_sealed") }
            }
            #expect(rows.count == 1)
            #expect(rows.allSatisfy { $0.range(of: Data("pointless".utf8)) == nil })
        }
    }
}
