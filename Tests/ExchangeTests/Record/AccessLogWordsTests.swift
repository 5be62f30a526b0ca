import Foundation
import Testing
import Vocabulary

@testable import Audit
@testable import Exchange
@testable import Students

@Suite("The record in words, for the student whom it is about")
struct AccessLogWordsTests {
    /// What a student does with what is theirs is left out of the page.
    private static let unseen: Set<String> = ["exchange.readByStudent"]

    @Test("has words for every act about a person that the sources record")
    func sources() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources")
            .standardized
        var acts: Set<String> = []
        for feature in try FileManager.default.subpathsOfDirectory(atPath: sources.path())
        where feature.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: feature), encoding: .utf8)
            for found in text.matches(of: /AuditFact\(\s*"([\w.]+)",\s*"\w+",\s*[^,]+,\s*person:/) {
                acts.insert(String(found.output.1))
            }
            guard feature.hasPrefix("Exchange/") || feature.hasPrefix("Students/") else { continue }
            for found in text.matches(of: /\b(?:audit|tell)\(\s*"([\w.]+)"/) { acts.insert(String(found.output.1)) }
        }
        #expect(acts.isSuperset(of: ["exchange.open_listed", "exchange.sent", "person.read", "consent.withdrawn"]))
        for act in acts.subtracting(Self.unseen).sorted() { expectWords(act) }
    }

    @Test("has words for everything that happens to an exchange", arguments: ExchangeEvent.Kind.allCases)
    func events(kind: ExchangeEvent.Kind) { expectWords("exchange.\(kind.rawValue)") }

    @Test("has words for what becomes of a legal hold", arguments: ["legal_hold.reviewed", "legal_hold.lifted"])
    func holds(act: String) { expectWords(act) }

    @Test("speaks to the student, and to a lead of the student")
    func readers() {
        let entry = Self.entry("exchange.open_listed")
        #expect(
            AccessLogWords.words(for: entry, toStudent: true) == "looked at which notices about you are still open")
        #expect(
            AccessLogWords.words(for: entry, toStudent: false)
                == "looked at which notices about the student are still open")
    }

    private func expectWords(_ act: String) {
        let words = AccessLogWords.words(for: Self.entry(act), toStudent: true)
        #expect(!words.contains(act), "no words for \(act)")
    }

    private static func entry(_ act: String) -> AuditEntry {
        AuditEntry(
            seq: 1, at: Date(timeIntervalSince1970: 0), accountID: nil, role: .clinician, organisationID: nil,
            action: act, subjectKind: "person", subjectID: nil, personID: nil, detail: "{}", salt: nil,
            previousHash: "", hash: "")
    }
}
