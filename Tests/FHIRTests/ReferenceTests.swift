import FHIR
import Testing

@Suite("References")
struct ReferenceTests {
    private func saidOf(subject: String, more: String = "") throws -> [String] {
        let rest = "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":\(subject)\(more)"
        return try said("{\"resourceType\":\"Observation\",\(rest)}")
    }

    @Test(
        "each form of reference is accepted",
        arguments: [
            "Patient/1", "Patient/1/_history/2", "https://example.org/fhir/Patient/1", "urn:oid:1.2.3",
            "http://example.org/fhir/R4/Patient/a.b-c/_history/1", "https://example.org/somewhere/else",
            "urn:uuid:550e8400-e29b-41d4-a716-446655440000",
        ])
    func forms(text: String) throws {
        #expect(try saidOf(subject: "{\"reference\":\"\(text)\"}") == [])
    }

    @Test(
        "what leads nowhere is refused",
        arguments: [
            "1", "550e8400-e29b-41d4-a716-446655440000", "Pasient/1", "patient/1", "Patient/", "Patient/a_b",
            "/Patient/1",
            "fhir/Patient/1", "Patient/1/name", "Patient", "Patient/1 ", "www.example.org/Patient/1",
            "Patient?identifier=x",
        ])
    func malformed(text: String) throws {
        #expect(try saidOf(subject: "{\"reference\":\"\(text)\"}") == ["value Observation.subject.reference"])
    }

    @Test(
        "a reference leads only to the types that are allowed there",
        arguments: ["Practitioner/1", "https://a.org/Task/1"])
    func types(text: String) throws {
        #expect(try saidOf(subject: "{\"reference\":\"\(text)\"}") == ["value Observation.subject.reference"])
        #expect(
            try saidOf(subject: "{\"reference\":\"Patient/1\"}", more: ",\"focus\":[{\"reference\":\"\(text)\"}]") == []
        )
    }

    @Test("the type beside a reference is one that is allowed, and agrees with it")
    func declared() throws {
        #expect(try saidOf(subject: "{\"type\":\"Patient\",\"display\":\"x\"}") == [])
        #expect(try saidOf(subject: "{\"type\":\"http://hl7.org/fhir/StructureDefinition/Patient\"}") == [])
        #expect(try saidOf(subject: "{\"type\":\"Practitioner\"}") == ["value Observation.subject.type"])
        let both = "{\"reference\":\"Patient/1\",\"type\":\"Group\"}"
        #expect(try saidOf(subject: both) == ["value Observation.subject.reference"])
    }

    @Test("a reference into the resource finds a contained one of an allowed type, or is refused")
    func local() throws {
        let patient = ",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"p\"}]"
        #expect(try saidOf(subject: "{\"reference\":\"#p\"}", more: patient) == [])
        #expect(try saidOf(subject: "{\"reference\":\"#q\"}") == ["invariant Observation.subject.reference"])
        let practitioner = ",\"contained\":[{\"resourceType\":\"Practitioner\",\"id\":\"p\"}]"
        #expect(
            try saidOf(subject: "{\"reference\":\"#p\"}", more: practitioner) == ["value Observation.subject.reference"]
        )
    }

    @Test("a reference by display or identifier alone is enough")
    func logical() throws {
        #expect(try saidOf(subject: "{\"display\":\"x\"}") == [])
        #expect(try saidOf(subject: "{\"identifier\":{\"value\":\"x\"}}") == [])
    }
}
