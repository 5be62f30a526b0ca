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
            let draft = try await night.complete(about: isNew ? Night.somebodyNew : nil)
            let id = try await night.drafts.send(draft.id, version: draft.version, by: night.nurse).exchange
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
            _ = try await night.askedOfLead()
            #expect(night.bridge.engine.writeFigures.attempts.anew == 0)
        }
    }
}
