import FHIR
import Foundation
import Testing
import Vocabulary
@testable import FHIRService
@testable import Website

/// An answer of the FHIR service, read.
struct Reply {
    let status: Int
    let value: JSONText.Value

    /// Reads it, and holds it against the official definitions: nothing that leaves may be wrong.
    init(_ answer: TestAnswer, sourceLocation: SourceLocation = #_sourceLocation) throws {
        status = answer.status
        value = try JSONText.read(Data(answer.body.utf8))
        #expect(try Self.definitions.get().faults(in: value) == [], sourceLocation: sourceLocation)
    }

    private static let definitions = Result { try FHIRDefinitions.r4() }

    var total: Int? { value["total"]?.number.flatMap(Int.init) }

    /// Resources of a bundle that came in this mode.
    func resources(_ mode: String = "match") -> [JSONText.Value] {
        (value["entry"]?.items ?? []).filter { $0["search"]?["mode"]?.string == mode }.compactMap { $0["resource"] }
    }

    var ids: [String] { resources().compactMap { $0["id"]?.string } }

    /// The rest of the address of the next page.
    var next: String? { link("next") }

    /// The rest of the address of this page.
    var own: String? { link("self") }

    private func link(_ relation: String) -> String? {
        let link = value["link"]?.items?.first { $0["relation"]?.string == relation }?["url"]?.string
        return link.flatMap { $0.split(separator: "/fhir/R4/").last.map(String.init) }
    }
}

extension ConnectedSystem {
    func read(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> Reply {
        try Reply(try await fhir(path), sourceLocation: sourceLocation)
    }
}
