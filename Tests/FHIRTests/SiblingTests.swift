import FHIR
import Testing

@Suite("What stands beside a primitive value: id and extensions")
struct SiblingTests {
    private let reason =
        #"{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"masked"}]}"#

    @Test("extensions may stand beside a value, or in its place")
    func allowed() throws {
        #expect(try saidOfPatient("\"birthDate\":\"1990\",\"_birthDate\":\(reason)") == [])
        #expect(try saidOfPatient("\"birthDate\":\"1990\",\"_birthDate\":{\"id\":\"a1\"}") == [])
        #expect(try saidOfPatient("\"_birthDate\":\(reason)") == [])
        #expect(try saidOfPatient("\"deceasedBoolean\":true,\"_deceasedBoolean\":\(reason)") == [])
    }

    @Test("a mandatory element may be there by its extensions alone")
    func mandatory() throws {
        let link = "\"link\":[{\"other\":{\"reference\":\"Patient/2\"},\"_type\":\(reason)}]"
        #expect(try saidOfPatient(link) == [])
    }

    @Test("null holds a place in an array whose neighbour says something there")
    func nulls() throws {
        #expect(try saidOfPatient("\"name\":[{\"given\":[\"A\",null],\"_given\":[null,\(reason)]}]") == [])
        #expect(
            try saidOfPatient("\"name\":[{\"given\":[\"A\",null],\"_given\":[\(reason),null]}]") == [
                "structure Patient.name[0].given[1]"
            ])
        #expect(try saidOfPatient("\"name\":[{\"given\":[\"A\",null]}]") == ["structure Patient.name[0].given[1]"])
    }

    @Test("null holds no place without a neighbour")
    func idleNulls() throws {
        #expect(try saidOfPatient("\"name\":[{\"_given\":[null]}]") == ["structure Patient.name[0].given[0]"])
    }

    @Test("the two arrays are of one length")
    func lengths() throws {
        #expect(
            try saidOfPatient("\"name\":[{\"given\":[\"A\",\"B\"],\"_given\":[\(reason)]}]") == [
                "structure Patient.name[0].given"
            ])
    }

    @Test("only an element may stand there: no value, no other name, no array for what does not repeat")
    func refused() throws {
        #expect(try saidOfPatient("\"_birthDate\":\"1990\"") == ["structure Patient.birthDate"])
        #expect(try saidOfPatient("\"_birthDate\":{\"value\":\"1990\"}") == ["structure Patient.birthDate"])
        #expect(try saidOfPatient("\"_birthDate\":[\(reason)]") == ["structure Patient.birthDate"])
        #expect(try saidOfPatient("\"_name\":[\(reason)]") == ["structure Patient"])
    }

    @Test("an id alone says nothing")
    func idAlone() throws {
        #expect(try saidOfPatient("\"_birthDate\":{\"id\":\"a1\"}") == ["invariant Patient.birthDate"])
        #expect(try saidOfPatient("\"name\":[{\"id\":\"a1\"}]") == ["invariant Patient.name[0]"])
    }
}
