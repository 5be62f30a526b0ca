import FHIR
import Testing

@Suite("Rules beyond the table of elements")
struct RuleTests {
    @Test("an extension has a value or extensions: one of them, not both")
    func extensions() throws {
        let inner = "{\"url\":\"a\",\"valueCode\":\"x\"}"
        for (parts, expected) in [
            (",\"valueString\":\"x\"", []), (",\"extension\":[\(inner)]", []),
            (",\"_valueString\":{\"extension\":[\(inner)]}", []),
            ("", ["invariant Patient.extension[0]"]),
            (",\"valueString\":\"x\",\"extension\":[\(inner)]", ["invariant Patient.extension[0]"]),
        ] {
            #expect(try saidOfPatient("\"extension\":[{\"url\":\"urn:x\"\(parts)}]") == expected)
        }
        #expect(try saidOfPatient("\"extension\":[{\"valueCode\":\"x\"}]") == ["required Patient.extension[0].url"])
        #expect(
            try saidOfPatient("\"extension\":[{\"url\":\"urn:x\",\"valueFoo\":\"x\"}]").contains(
                "structure Patient.extension[0]"))
    }

    @Test(
        "a period does not end before it starts; a day and a time of that day do not contradict each other",
        arguments: [
            ("2026-02-01", "2026-02-01", true), ("2026-02-02", "2026-02-01", false), ("2026-02", "2026-02-01", true),
            ("2026-03", "2026-02-28", false), ("2026-02-01", "2026-02-01T06:20:00Z", true),
            ("2027", "2026-12-31", false),
            ("2026-02-01T12:00:00Z", "2026-02-01T12:00:00+01:00", false),
            ("2026-02-01T12:00:00+01:00", "2026-02-01T11:00:00Z", true),
            ("2026-02-01T00:30:00+02:00", "2026-01-31T23:00:00Z", true),
            ("2026-03-01T00:00:00Z", "2026-02-28T23:59:59Z", false),
        ])
    func periods(start: String, end: String, isRight: Bool) throws {
        let name = "\"name\":[{\"family\":\"x\",\"period\":{\"start\":\"\(start)\",\"end\":\"\(end)\"}}]"
        #expect(try saidOfPatient(name) == (isRight ? [] : ["invariant Patient.name[0].period"]))
    }

    @Test(
        "what needs another thing beside it has it",
        arguments: [
            (
                "\"telecom\":[{\"value\":\"1\"}]", "\"telecom\":[{\"value\":\"1\",\"system\":\"phone\"}]",
                "Patient.telecom[0]"
            ),
            (
                "\"photo\":[{\"data\":\"aGVs\"}]", "\"photo\":[{\"data\":\"aGVs\",\"contentType\":\"image/png\"}]",
                "Patient.photo[0]"
            ),
            ("\"contact\":[{\"gender\":\"male\"}]", "\"contact\":[{\"name\":{\"text\":\"x\"}}]", "Patient.contact[0]"),
        ])
    func companions(without: String, with: String, expression: String) throws {
        #expect(try saidOfPatient(without) == ["invariant \(expression)"])
        #expect(try saidOfPatient(with) == [])
    }

    @Test("the size of an attachment is that of its data")
    func size() throws {
        func photo(_ size: Int) -> String {
            "\"photo\":[{\"contentType\":\"text/plain\",\"data\":\"aGVs bG8=\",\"size\":\(size)}]"
        }
        #expect(try saidOfPatient(photo(5)) == [])
        #expect(try saidOfPatient(photo(6)) == ["value Patient.photo[0]"])
    }

    @Test("a code of a unit names its system, in what narrows a quantity too")
    func quantities() throws {
        for type in ["Quantity", "Age"] {
            let value = "\"value\(type)\":{\"value\":1,\"code\":\"a\"}"
            let json = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"p\",\(value)}]}"
            #expect(try said(json) == ["invariant Parameters.parameter[0].value"])
        }
    }

    @Test("an organisation is named or numbered, a consent rests on a policy")
    func resources() throws {
        #expect(try said("{\"resourceType\":\"Organization\",\"active\":true}") == ["invariant Organization"])
        let consent =
            #"{"resourceType":"Consent","status":"active","scope":{"text":"x"},"category":[{"text":"x"}]"#
        #expect(try said("\(consent)}") == ["invariant Consent"])
        #expect(try said("\(consent),\"policyRule\":{\"text\":\"x\"}}") == [])
    }

    @Test("a parameter has one content, an observation a value or a reason why not, an order detail a code")
    func contents() throws {
        let parameter = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"p\""
        #expect(try said("\(parameter)}]}") == ["invariant Parameters.parameter[0]"])
        #expect(
            try said("\(parameter),\"valueCode\":\"x\",\"part\":[{\"name\":\"q\",\"valueCode\":\"x\"}]}]}")
                == ["invariant Parameters.parameter[0]"])
        let observation = "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"text\":\"x\"}"
        #expect(
            try said("\(observation),\"valueInteger\":1,\"dataAbsentReason\":{\"text\":\"x\"}}") == [
                "invariant Observation"
            ])
        #expect(try said("\(observation),\"dataAbsentReason\":{\"text\":\"x\"}}") == [])
        let request =
            #""status":"draft","intent":"order","subject":{"display":"x"},"orderDetail":[{"text":"x"}]"#
        #expect(try said("{\"resourceType\":\"ServiceRequest\",\(request)}") == ["invariant ServiceRequest"])
        #expect(try said("{\"resourceType\":\"ServiceRequest\",\(request),\"code\":{\"text\":\"x\"}}") == [])
    }
}
