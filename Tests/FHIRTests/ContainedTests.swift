import FHIR
import Testing

@Suite("Contained resources")
struct ContainedTests {
    private func saidOf(contained: String, reference: String = "#o") throws -> [String] {
        try saidOfPatient("\"contained\":[\(contained)],\"managingOrganization\":{\"reference\":\"\(reference)\"}")
    }

    private func organisation(_ more: String = "", id: String = "\"id\":\"o\",") -> String {
        "{\"resourceType\":\"Organization\",\(id)\"name\":\"x\"\(more)}"
    }

    @Test("one that is referred to is accepted, and looked into")
    func accepted() throws {
        #expect(try saidOf(contained: organisation()) == [])
        #expect(try saidOf(contained: organisation(",\"active\":1")) == ["structure Patient.contained[0].active"])
    }

    @Test("one that nothing refers to is refused, unless it refers to the one around it")
    func unused() throws {
        #expect(
            try saidOf(contained: organisation(), reference: "Organization/1") == ["invariant Patient.contained[0]"])
        let inward =
            ##"{"resourceType":"Flag","id":"v","status":"active","code":{"text":"x"},"subject":{"reference":"#"}}"##
        #expect(try saidOf(contained: "\(organisation()),\(inward)") == [])
    }

    @Test("each has an id of its own")
    func ids() throws {
        #expect(try saidOf(contained: "\(organisation()),\(organisation())") == ["duplicate Patient.contained[1]"])
        #expect(try saidOf(contained: "\(organisation()),\(organisation(id: ""))") == ["required Patient.contained[1]"])
    }

    @Test("it has neither resources inside it nor a version, a date or a security label")
    func plain() throws {
        let nested = organisation(",\"contained\":[\(organisation())]")
        #expect(try saidOf(contained: nested) == ["invariant Patient.contained[0]"])
        for meta in [
            "\"versionId\":\"1\"", "\"lastUpdated\":\"2026-01-01T00:00:00Z\"", "\"security\":[{\"code\":\"R\"}]",
        ] {
            #expect(try saidOf(contained: organisation(",\"meta\":{\(meta)}")) == ["invariant Patient.contained[0]"])
        }
    }
}
