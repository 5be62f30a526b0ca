import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("What a clinician and a student do beside others", .enabled(if: testDialect == .sqlite))
struct BesideOthersTests {
    /// Whoever reads back what they have written, or asks how much they changed, waits for the one thread that writes.
    @Test("is worked out once, and kept as it was", arguments: [false, true])
    func once(aboutNewPerson isNew: Bool) async throws {
        try await Night.with { night in
            let (bridge, store) = (night.bridge, night.bridge.store)
            let draft = try await night.complete(about: isNew ? Self.somebodyNew : nil)
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            guard case .sent(let id) = outcome else {
                Issue.record("nothing was sent")
                return
            }
            _ = try await store.exchange(id, as: bridge.sam)
            _ = try await store.exchanges(aboutMe: bridge.studentHerself)
            let attempts = bridge.engine.writeFigures.attempts
            // Two steps saved, the notice, and the student's page.
            #expect(attempts.kept == 4)
            #expect(attempts.anew == 0)
        }
    }

    @Test("is a case for a lead, laid before them once")
    func asked() async throws {
        try await Night.with { night in
            let now = night.bridge.clock.now
            let draft = try await night.complete { draft in
                (draft.consent.answer, draft.reasons) = (.refused, Night.reasons(now))
            }
            let outcome = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse)
            guard case .awaitsLead = outcome else {
                Issue.record("no lead was asked")
                return
            }
            #expect(night.bridge.engine.writeFigures.attempts.anew == 0)
        }
    }

    private static var somebodyNew: NoticeDraft.Who {
        var who = NoticeDraft.Who()
        (who.nhsNumber, who.givenName, who.familyName) = ("943 476 5919", "Ari", "Lind")
        (who.birthDate, who.choice) = (TypedDate(day: "9", month: "3", year: "2004"), .new)
        return who
    }
}
