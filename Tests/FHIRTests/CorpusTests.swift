import FHIR
import Testing
import Vocabulary

@Suite("Messages that others published")
struct CorpusTests {
    @Test("each has the faults that the table names, at the places it names", arguments: Corpus.expectations)
    func verdicts(expected: Corpus.Expectation) throws {
        #expect(Corpus.verdict(try Corpus.bytes(expected.file)) == expected.verdict)
    }

    @Test("the table names every message, and says why")
    func complete() {
        #expect(Corpus.expectations.map(\.file).sorted() == Corpus.files)
        #expect(Corpus.expectations.allSatisfy { !$0.reason.isEmpty })
    }

    @Test("what is read is written again as it was, in order and to the digit", arguments: Corpus.files)
    func roundTrip(file: String) throws {
        guard let value = try? JSONText.read(Corpus.bytes(file)) else { return }
        #expect(try JSONText.read(value.utf8()).utf8() == value.utf8())
    }

    @Test("no fault repeats what a message says", arguments: Corpus.files)
    func discretion(file: String) throws {
        guard let value = try? JSONText.read(Corpus.bytes(file)) else { return }
        let words = Set(Self.texts(value).filter { $0.utf8.count > 11 && $0.contains(" ") })
        for fault in Corpus.definitions.faults(in: value) {
            #expect(!words.contains { fault.diagnostics.contains($0) })
        }
    }

    private static func texts(_ value: JSONText.Value) -> [String] {
        (value.members?.map(\.value) ?? value.items ?? []).flatMap(texts) + [value.string].compactMap(\.self)
    }
}
