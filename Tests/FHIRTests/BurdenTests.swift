import FHIR
import Foundation
import Testing

@Suite("Messages made to be a burden")
struct BurdenTests {
    @Test("after five hundred faults the inspection ends, and says so")
    func manyFaults() throws {
        let names = String(repeating: "{\"x\":1},", count: 20_000)
        let faults = try faults("{\"resourceType\":\"Patient\",\"name\":[\(names){\"family\":\"x\"}]}")
        #expect(faults.count == 501)
        #expect(faults.last?.code == .incomplete)
        #expect(faults.last?.isGrave == false)
    }

    @Test("thousands of contained resources, each referred to, are inspected in one go")
    func manyContained() throws {
        let numbers = 0..<5_000
        let contained = numbers.map { "{\"resourceType\":\"Organization\",\"id\":\"o\($0)\",\"name\":\"x\"}" }
        let links = numbers.map { "{\"reference\":\"#o\($0)\"}" }
        let members =
            "\"contained\":[\(contained.joined(separator: ","))],"
            + "\"generalPractitioner\":[\(links.joined(separator: ","))]"
        #expect(try saidOfPatient(members) == [])
    }

    @Test("an element of a narrative with thousands of attributes is refused")
    func manyAttributes() throws {
        let attributes = (0..<20_000).map { " a\($0)='x'" }.joined()
        let div = "<div xmlns='http://www.w3.org/1999/xhtml'\(attributes)>x</div>"
        #expect(
            try saidOfPatient("\"text\":{\"status\":\"generated\",\"div\":\"\(div)\"}") == ["security Patient.text.div"]
        )
    }
}
