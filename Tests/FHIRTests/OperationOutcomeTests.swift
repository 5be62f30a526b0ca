import FHIR
import Foundation
import Testing
import Vocabulary

@Suite("The outcome that tells what went wrong")
struct OperationOutcomeTests {
    @Test("each fault is an issue with its place in FHIRPath and in the text")
    func issues() throws {
        let outcome = OperationOutcome.resource(
            try faults("{\"resourceType\":\"Patient\",\n\"gender\":\"x\",\n\"foo\":1}"))
        let gender = "The code must be one of administrative-gender: male, female, other, unknown. (line 2, column 10)"
        let element = "Patient has no element of this name. (line 3, column 1)"
        #expect(
            String(decoding: outcome.utf8(), as: UTF8.self)
                == #"{"resourceType":"OperationOutcome","issue":["#
                + #"{"severity":"error","code":"code-invalid","diagnostics":"\#(gender)","#
                + #""expression":["Patient.gender"]},"#
                + #"{"severity":"error","code":"structure","diagnostics":"\#(element)","expression":["Patient"]}]}"#)
    }

    @Test("a text that is not JSON has one fatal issue, without an expression")
    func refusal() throws {
        let refusal = #expect(throws: JSONText.Refusal.self) { try JSONText.read(Data("{\"a\":1,}".utf8)) }
        let issue = OperationOutcome.resource([Fault(try #require(refusal))])["issue"]?.items?.first
        #expect(issue?["severity"] == "fatal")
        #expect(issue?["diagnostics"] == "A comma stands before the end of an object or array. (line 1, column 7)")
        #expect(issue?["expression"] == nil)
    }

    @Test("every outcome is itself a right resource, whatever the fault")
    func right() throws {
        for code in IssueType.allCases {
            let outcome = OperationOutcome.resource([Fault(.error, code, at: "Patient", "x")])
            #expect(Corpus.definitions.faults(in: outcome).isEmpty)
        }
        #expect(Corpus.definitions.faults(in: OperationOutcome.resource([])).isEmpty)
    }
}
