import Students
import TestSupport
import Testing
import Vocabulary

@testable import Exchange

@Suite("What people do in a night, beside each other", .enabled(if: testDialect == .sqlite))
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
            for _ in 0..<2 { _ = try await store.exchange(id, as: bridge.sam) }
            try await store.acknowledge(id, by: bridge.sam)
            _ = try await store.write("We will phone her today.", in: id, key: "one", by: bridge.sam)
            try await store.recordStudentContacted(id, way: .telephone, words: nil, by: bridge.sam)
            _ = try await store.write("Thank you.", in: id, key: "two", by: night.nurse)
            _ = try await store.exchange(id, as: night.nurse)
            _ = try await store.exchanges(aboutMe: bridge.studentHerself)
            let attempts = bridge.engine.writeFigures.attempts
            #expect(attempts.kept == 11)
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
