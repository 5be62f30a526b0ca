import Testing

@testable import FHIR

@Suite("The official definitions")
struct DefinitionTests {
    @Test("all 146 resources of R4 are known, and nothing that is not one")
    func resources() {
        let known = Corpus.definitions.shapes.filter { Corpus.definitions.knows(resource: $0.name) }
        #expect(known.count == 146)
        for name in ["Resource", "DomainResource", "HumanName", "Patient.contact", "patient", ""] {
            #expect(!Corpus.definitions.knows(resource: name))
        }
    }

    @Test("every type inherits what its base has, with the same numbers")
    func inheritance() throws {
        let patient = try #require(Corpus.definitions.resource("Patient"))
        #expect(
            patient.elements.prefix(9).map(\.name) == [
                "id", "meta", "implicitRules", "language", "text", "contained", "extension", "modifierExtension",
                "identifier",
            ])
        #expect(patient.slots["_birthDate"]?.isBeside == true)
        #expect(patient.slots["_name"] == nil)
        #expect(patient.slots["deceasedDateTime"]?.name == "deceased")
    }

    @Test(
        "a table that cannot be understood is not used",
        arguments: [
            "name\t0..1\tstring", "=A\tB\tresource", "=A\t-\tthing", "=A\t-\tresource\nx\t0\tstring",
            "=A\t-\tresource\nx\t0..1\tB",
        ])
    func unreadable(table: String) {
        #expect(throws: (any Error).self) { try FHIRDefinitions(table: table) }
    }
}
