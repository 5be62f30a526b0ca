import FHIR
import Testing

@Suite("The structure of a resource")
struct StructureTests {
    @Test(
        "a resource says what it is, by a name that R4 has",
        arguments: [
            "[]", "\"Patient\"", "{}", "{\"id\":\"a\"}", "{\"resourceType\":7}", "{\"resourceType\":\"Pasient\"}",
            "{\"resourceType\":\"DomainResource\"}", "{\"resourceType\":\"HumanName\"}",
        ])
    func unnamed(json: String) throws {
        #expect(try said(json) == ["structure -"])
    }

    @Test("an element that R4 does not have is reported, with the one that may be meant, and its name is not repeated")
    func unknown() throws {
        let faults = try faults("{\"resourceType\":\"Patient\",\n\"birthdate\":\"1990-01-01\"}")
        #expect(faults.map(\.diagnostics) == ["Patient has no element of this name. Is birthDate meant?"])
        #expect(faults.map(\.position) == [.init(line: 2, column: 1)])
        let choice = try FHIRTests.faults("{\"resourceType\":\"Patient\",\"deceased\":true}")
        #expect(
            choice.map(\.diagnostics) == [
                "Patient has no element of this name. Is deceased[x], with a type for [x], meant?"
            ])
        #expect(try saidOfPatient("\"Jane Doe\":1") == ["structure Patient"])
        #expect(try saidOfPatient("\"name\":[{\"resourceType\":\"HumanName\"}]") == ["structure Patient.name[0]"])
    }

    @Test("all faults are reported at once, in the order of the text")
    func allAtOnce() throws {
        let members =
            #""gender":"F","birthDate":"1990-02-31","name":[{"given":"Jo"}],"link":[{"type":"refer"}]"#
        #expect(
            try saidOfPatient(members) == [
                "code-invalid Patient.gender", "value Patient.birthDate", "structure Patient.name[0].given",
                "required Patient.link[0].other",
            ])
    }

    @Test("what must be there and is not is named")
    func missing() throws {
        let expected = ["source", "event[x]"].map { "MessageHeader must have \($0), which is missing here." }
        #expect(Set(try faults("{\"resourceType\":\"MessageHeader\"}").map(\.diagnostics)) == Set(expected))
        #expect(try said("{\"resourceType\":\"Task\",\"status\":\"draft\"}") == ["required Task.intent"])
    }

    @Test(
        "each value has the kind of JSON that its type has",
        arguments: [
            ("\"active\":\"true\"", "Patient.active"), ("\"birthDate\":1990", "Patient.birthDate"),
            ("\"multipleBirthInteger\":\"2\"", "Patient.multipleBirth"), ("\"name\":[\"Jo\"]", "Patient.name[0]"),
            ("\"gender\":{\"code\":\"male\"}", "Patient.gender"), ("\"maritalStatus\":\"M\"", "Patient.maritalStatus"),
            ("\"contained\":[1]", "Patient.contained[0]"),
        ])
    func kinds(members: String, expression: String) throws {
        #expect(try saidOfPatient(members) == ["structure \(expression)"])
    }

    @Test("what may repeat is an array, what may not is none")
    func repetition() throws {
        #expect(try saidOfPatient("\"name\":{\"family\":\"X\"}") == ["structure Patient.name"])
        #expect(try saidOfPatient("\"gender\":[\"male\"]") == ["structure Patient.gender"])
        let inside = ["structure Patient.gender", "code-invalid Patient.gender"]
        #expect(try saidOfPatient("\"gender\":[\"x\"]") == inside)
        #expect(try saidOfPatient("\"name\":[[{\"family\":\"X\"}]]") == ["structure Patient.name[0]"])
    }

    @Test(
        "nothing is left empty",
        arguments: [
            ("\"name\":[]", "Patient.name"), ("\"name\":[{}]", "Patient.name[0]"),
            ("\"contact\":[{}]", "Patient.contact[0]"),
            ("\"gender\":null", "Patient.gender"), ("\"name\":null", "Patient.name"),
            ("\"name\":[null]", "Patient.name[0]"),
            ("\"_gender\":{}", "Patient.gender"), ("\"name\":[{\"given\":[null]}]", "Patient.name[0].given[0]"),
        ])
    func empty(members: String, expression: String) throws {
        #expect(try saidOfPatient(members).contains("structure \(expression)"))
    }

    @Test("an empty string is no value")
    func emptyString() throws {
        #expect(try saidOfPatient("\"name\":[{\"family\":\"\"}]") == ["value Patient.name[0].family"])
    }

    @Test("one type is chosen where there is a choice, and it is one that R4 allows there")
    func choice() throws {
        #expect(try saidOfPatient("\"deceasedBoolean\":true") == [])
        #expect(
            try saidOfPatient("\"deceasedBoolean\":true,\"deceasedDateTime\":\"2020\"") == [
                "structure Patient.deceased"
            ])
        #expect(try saidOfPatient("\"deceasedString\":\"yes\"") == ["structure Patient"])
        #expect(try saidOfPatient("\"deceased\":true") == ["structure Patient"])
    }

    @Test("content defined elsewhere is followed to any depth")
    func contentReference() throws {
        let item = "{\"linkId\":\"1\",\"type\":\"group\",\"item\":[{\"linkId\":\"1.1\",\"type\":\"groop\"}]}"
        let json = "{\"resourceType\":\"Questionnaire\",\"status\":\"draft\",\"item\":[\(item)]}"
        #expect(try said(json) == ["code-invalid Questionnaire.item[0].item[0].type"])
    }
}
