import FHIR
import Testing

@Suite("Codes that FHIR itself lists")
struct BindingTests {
    @Test("a code outside the list is refused, with the list when it is short, and without what was written")
    func list() throws {
        let faults = try faults("{\"resourceType\":\"Patient\",\"gender\":\"Mannequin\"}")
        #expect(faults.map(\.code) == [.codeInvalid])
        #expect(
            faults.map(\.diagnostics) == [
                "The code must be one of administrative-gender: male, female, other, unknown."
            ])
    }

    @Test("codes are compared as they are written", arguments: ["Male", "MALE", "male "])
    func exact(code: String) throws {
        #expect(try saidOfPatient("\"gender\":\"\(code)\"").contains("code-invalid Patient.gender"))
    }

    @Test("a list may come from two code systems")
    func twoSystems() throws {
        for (intent, expected) in [("order", []), ("unknown", []), ("wish", ["code-invalid Task.intent"])] {
            #expect(try said("{\"resourceType\":\"Task\",\"status\":\"draft\",\"intent\":\"\(intent)\"}") == expected)
        }
    }

    @Test("of a concept, one coding must come from the list and its system")
    func concept() throws {
        let system = "http://terminology.hl7.org/CodeSystem/condition-clinical"
        let own = "{\"system\":\"http://example.org\",\"code\":\"active\"}"
        for (codings, isRight) in [
            ("[{\"system\":\"\(system)\",\"code\":\"active\"}]", true),
            ("[\(own),{\"system\":\"\(system)\",\"code\":\"active\"}]", true),
            ("[\(own)]", false), ("[{\"code\":\"active\"}]", false),
            ("[{\"system\":\"\(system)\",\"code\":\"x\"}]", false),
        ] {
            let expected = isRight ? [] : ["code-invalid Condition.clinicalStatus"]
            let json =
                #"{"resourceType":"Condition","subject":{"display":"x"},"clinicalStatus":{"coding":\#(codings)}}"#
            #expect(try said(json) == expected)
        }
    }

    @Test("codes from lists without an end, such as MIME types and languages, are taken as they are")
    func open() throws {
        #expect(try saidOfPatient("\"language\":\"cy\",\"photo\":[{\"contentType\":\"image/x-own\"}]") == [])
    }
}
