import FHIR
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("What the FHIR service does not do")
struct UndoneTests {
    @Test("is refused with what can be done there, and a sentence on how it is done instead")
    func walk() async throws {
        try await ConnectedSystem.with { trust in
            let (service, token) = (trust.site.installation.fhir, try await trust.token())
            let statement = try await trust.call(.get, "/fhir/R4/metadata", token: nil)
            for kind in service.resources {
                let interactions = service.interactions(of: kind)
                for (method, path) in FHIRService.undone(kind, in: interactions) {
                    let answer = try await trust.call(
                        method, path.replacing(":id", with: trust.world.university.rawValue), "{}", token: token)
                    #expect(answer.status == 405, "\(method) \(path)")
                    #expect(try fhirFaults(answer) == [])
                    let outcome = try JSONText.read(Data(answer.body.utf8))
                    #expect(outcome["issue"]?.items?.first?["diagnostics"]?.string == kind.otherwise)
                    let allowed = (answer.headers[.allow] ?? "").split(separator: ", ").map(String.init)
                    #expect(allowed == interactions.filter { $0.path == path }.map(\.method.rawValue))
                    #expect(allowed.contains("GET") && !allowed.contains(method.rawValue))
                }
                let said = try JSONText.read(Data(statement.body.utf8))["rest"]?.items?.first?["resource"]?.items
                let own = said?.first { $0["type"]?.string == kind.type }
                #expect(own?["documentation"]?.string == kind.otherwise)
            }
        }
    }

    @Test(
        "leaves one way in for what happened to a student",
        arguments: ["ServiceRequest", "Encounter", "Patient", "Task"])
    func wayIn(type: String) async throws {
        try await ConnectedSystem.with { trust in
            let answer = try await trust.fhir(type, .post, "{\"resourceType\":\"\(type)\"}")
            #expect(answer.status == 405 && answer.body.contains("POST /fhir/R4/$process-message"))
        }
    }
}
