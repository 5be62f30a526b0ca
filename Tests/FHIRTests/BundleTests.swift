import FHIR
import Testing

@Suite("Bundles")
struct BundleTests {
    private let uuid = "urn:uuid:550e8400-e29b-41d4-a716-446655440000"
    private let header =
        "{\"resourceType\":\"MessageHeader\",\"eventUri\":\"urn:x\",\"source\":{\"endpoint\":\"urn:x\"}}"

    private func saidOf(_ type: String, _ entries: String..., more: String = "") throws -> [String] {
        let entry = entries.isEmpty ? "" : ",\"entry\":[\(entries.joined(separator: ","))]"
        return try said("{\"resourceType\":\"Bundle\",\"type\":\"\(type)\"\(more)\(entry)}")
    }

    private func entry(_ resource: String, url: String? = nil, more: String = "") -> String {
        "{\"fullUrl\":\"\(url ?? uuid)\",\"resource\":\(resource)\(more)}"
    }

    private func patient(_ id: String) -> String { "{\"resourceType\":\"Patient\",\"id\":\"\(id)\"}" }

    @Test("a message begins with its header")
    func message() throws {
        #expect(try saidOf("message", entry(header)) == [])
        #expect(try saidOf("message", entry(patient("p"))) == ["invariant Bundle"])
        #expect(try saidOf("message") == ["invariant Bundle"])
    }

    @Test("a document begins with its composition, and says which it is and of when")
    func document() throws {
        #expect(try saidOf("document") == ["invariant Bundle", "invariant Bundle", "invariant Bundle"])
    }

    @Test("what is in an entry is looked into, and named by its place")
    func inside() throws {
        let wrong = "{\"resourceType\":\"Patient\",\"gender\":\"x\"}"
        #expect(
            try saidOf("message", entry(header), entry(wrong, url: "urn:uuid:00000000-0000-0000-0000-000000000001"))
                == ["code-invalid Bundle.entry[1].resource.gender"])
        #expect(try saidOf("collection", entry("{\"id\":\"x\"}")) == ["structure Bundle.entry[0].resource"])
    }

    @Test("the address of an entry is there, absolute, its own, without a version, and agrees with the resource")
    func addresses() throws {
        let base = "http://example.org/fhir"
        #expect(try saidOf("collection", entry(patient("p"), url: "\(base)/Patient/p")) == [])
        #expect(try saidOf("collection", "{\"resource\":\(patient("p"))}") == ["required Bundle.entry[0]"])
        #expect(
            try saidOf("collection", entry(patient("p")), entry(patient("q"))) == ["duplicate Bundle.entry[1].fullUrl"])
        for url in ["Patient/p", "\(base)/Patient/q", "\(base)/Group/p", "urn:uuid:p"] {
            #expect(try saidOf("collection", entry(patient("p"), url: url)) == ["value Bundle.entry[0].fullUrl"])
        }
        let version = entry(patient("p"), url: "\(base)/Patient/p/_history/1")
        #expect(try saidOf("collection", version) == ["invariant Bundle.entry[0].fullUrl"])
    }

    @Test("two versions of one resource may share an address")
    func versions() throws {
        func version(_ number: Int) -> String {
            let resource = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"meta\":{\"versionId\":\"\(number)\"}}"
            return entry(resource, url: "http://example.org/Patient/p")
        }
        #expect(try saidOf("collection", version(1), version(2)) == [])
    }

    @Test("requests, responses, searches and totals stand where they belong, and only there")
    func parts() throws {
        let request = ",\"request\":{\"method\":\"PUT\",\"url\":\"Patient/p\"}"
        #expect(try saidOf("transaction", entry(patient("p"), more: request)) == [])
        #expect(try saidOf("transaction", entry(patient("p"))) == ["invariant Bundle.entry[0]"])
        #expect(try saidOf("collection", entry(patient("p"), more: request)) == ["invariant Bundle.entry[0]"])
        #expect(try saidOf("batch-response", "{\"response\":{\"status\":\"200\"}}") == [])
        #expect(
            try saidOf("collection", entry(patient("p"), more: ",\"search\":{\"mode\":\"match\"}")) == [
                "invariant Bundle.entry[0]"
            ])
        #expect(try saidOf("collection", more: ",\"total\":1") == ["invariant Bundle"])
        #expect(try saidOf("searchset", more: ",\"total\":0") == [])
        #expect(try saidOf("searchset", "{\"search\":{\"mode\":\"match\"}}") == ["invariant Bundle.entry[0]"])
    }

    @Test("a reference in a transaction may be a search")
    func conditional() throws {
        let request = ",\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}"
        let resource =
            "{\"resourceType\":\"Patient\",\"managingOrganization\":{\"reference\":\"Organization?identifier=a|b\"}}"
        #expect(try saidOf("transaction", entry(resource, more: request)) == [])
        #expect(
            try saidOf("collection", entry(resource)) == [
                "value Bundle.entry[0].resource.managingOrganization.reference"
            ])
    }
}
