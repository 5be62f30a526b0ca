import FHIR
import Testing

@Suite("The form of primitive values")
struct PrimitiveTests {
    /// Whether a parameter of this type with this value, as JSON writes it, is accepted.
    private func accepts(_ type: String, _ json: String) throws -> Bool {
        try said("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"p\",\"value\(type)\":\(json)}]}").isEmpty
    }

    private static let right: [(String, [String])] = [
        ("Date", ["2026", "2026-02", "2026-02-28", "2028-02-29", "0001-01-01"]),
        ("DateTime", ["2026", "2026-02", "2026-02-28", "2026-02-28T09:30:00Z", "2026-02-28T23:59:60.123+14:00"]),
        ("Instant", ["2026-02-28T09:30:00Z", "2026-02-28T09:30:00.123456-05:30"]),
        ("Time", ["09:30:00", "23:59:60", "00:00:00.5"]),
        ("Id", ["a", "A-1.b", String(repeating: "x", count: 64)]),
        ("Uri", ["urn:x", "relative/path", "http://example.org/a?b=c#d"]),
        ("Oid", ["urn:oid:2.16.840.1.0", "urn:oid:1.0"]),
        ("Uuid", ["urn:uuid:550e8400-e29b-41d4-a716-446655440000"]),
        ("Code", ["a", "a b", "a-b_c"]), ("Base64Binary", ["aGVscA==", "aGVs cDEy", "aGVscDE="]),
        ("String", [" a ", "é"]), ("Markdown", ["# a"]),
    ]

    private static let wrong: [(String, [String])] = [
        (
            "Date",
            [
                "2026-02-31", "2026-02-29", "1900-02-29", "2026-13", "0000", "26-01-01", "2026-1-1",
                "2026-02-28T09:30:00Z",
            ]
        ),
        (
            "DateTime",
            [
                "2026-02-31T09:30:00Z", "2026-02-28T09:30:00", "2026-02-28T09:30Z", "2026-02-28T24:00:00Z",
                "2026-02T09:30:00Z",
            ]
        ),
        (
            "DateTime",
            [
                "2026-02-28T09:30:00.Z", "2026-02-28T09:30:00+14:30", "2026-02-28T09:30:00+15:00",
                "2026-02-28 09:30:00Z", "2026-",
            ]
        ),
        ("Instant", ["2026-02-28T09:30:00", "2026-02-28", "2026-02-30T09:30:00Z", "2026-02-28T09:30:00z"]),
        ("Time", ["24:00:00", "09:30", "09:60:00", "09:30:61", "09:30:00Z", "9:30:00"]),
        ("Id", ["a_b", "a b", "é", String(repeating: "x", count: 65)]), ("Uri", ["a b", " a", "a\\n"]),
        ("Oid", ["2.16.840", "urn:oid:3.1", "urn:oid:1", "urn:oid:1.01", "urn:oid:1..2", "urn:oid:1.x"]),
        (
            "Uuid",
            ["550e8400-e29b-41d4-a716-446655440000", "urn:uuid:550E8400-e29b-41d4-a716-446655440000", "urn:uuid:1"]
        ),
        ("Code", [" a", "a ", "a  b", "\\t"]), ("Base64Binary", ["aGVscA=", "aGVsc", "a===", "aG=scA==", "aGV%", " "]),
        ("String", ["", "a\\u0000"]), ("Markdown", [""]),
    ]

    @Test("what the specification allows is accepted", arguments: right)
    func accepted(type: String, values: [String]) throws {
        for value in values { #expect(try accepts(type, "\"\(value)\""), "\(value)") }
    }

    @Test("what it does not allow is refused, days that no calendar has among it", arguments: wrong)
    func refused(type: String, values: [String]) throws {
        for value in values { #expect(try !accepts(type, "\"\(value)\""), "\(value)") }
    }

    @Test(
        "whole numbers keep to their range",
        arguments: [
            ("Integer", "2147483647", true), ("Integer", "-2147483648", true), ("Integer", "2147483648", false),
            ("Integer", "1.0", false), ("Integer", "1e3", false), ("Integer", "-0", false), ("Integer", "0", true),
            ("Integer", "99999999999999999999", false), ("UnsignedInt", "0", true), ("UnsignedInt", "-1", false),
            ("PositiveInt", "1", true), ("PositiveInt", "0", false), ("Decimal", "-1.50e-3", true),
            ("Decimal", "\"1\"", false),
        ])
    func whole(type: String, json: String, isRight: Bool) throws {
        #expect(try accepts(type, json) == isRight)
    }

    @Test("blanks alone and control characters are only warned of")
    func warnings() throws {
        for text in [" \\t ", "a\\u0001"] {
            let faults = try faults("{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"\(text)\"}]}")
            #expect(faults.map(\.severity) == [.warning])
            #expect(faults.allSatisfy { !$0.isGrave })
        }
    }

    @Test("a string of more than a million characters is too long")
    func long() throws {
        let text = String(repeating: "é", count: 1 << 20)
        #expect(try saidOfPatient("\"name\":[{\"family\":\"\(text)\"}]") == [])
        #expect(try saidOfPatient("\"name\":[{\"family\":\"\(text)é\"}]") == ["too-long Patient.name[0].family"])
    }
}
