import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Students

@Suite("An agreement that was to end")
struct EndedAgreementTests {
    static let until = TestTime.mondayMorning

    @Test(
        "is written as it was until it ends, and as ended from then on",
        arguments: [
            " This agreement lasts until Monday 23 November 2026 at 09:15, unless you say that it should go on.",
            " This agreement ends on Monday 23 November 2026 at 09:15 unless you say that it should go on.",
        ])
    func ended(ending: String) {
        let written = "You agreed, so they are told." + ending
        func read(_ moment: Date, _ until: Date? = Self.until) -> String {
            SharingDecision.explanation(written, until: until, at: moment)
        }
        #expect(read(Self.until - 1) == written)
        #expect(read(Self.until + 3600, nil) == written)
        let ended = "You agreed, so they are told. This agreement ended on Monday 23 November 2026 at 09:15."
        #expect(read(Self.until) == ended && read(Self.until + 3600) == ended)
    }
}
