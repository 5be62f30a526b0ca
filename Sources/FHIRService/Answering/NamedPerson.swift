import Accounts
import FHIR
import Foundation
import HTTPTypes
import Vocabulary

extension FHIRService {
    /// The person who did what a request changes, as the header `X-Provenance` names them
    /// (http://hl7.org/fhir/R4/provenance.html#header): a PractitionerRole of the caller's own team. A system never
    /// acts for itself, because whoever acknowledges is a person.
    func namedPerson(_ call: FHIRCall) async throws -> Actor {
        guard let text = call.request.headers[.provenance] else {
            throw FHIRProblem(
                .unprocessableContent, .required,
                "Say in X-Provenance which PractitionerRole did this. A system does not act for itself.")
        }
        let provenance: JSONText.Value
        do { provenance = try JSONText.read(Data(text.utf8), limit: 8_192) } catch {
            throw FHIRProblem(.badRequest, .structure, "X-Provenance holds a Provenance in JSON.")
        }
        let agents = provenance["agent"]?.items ?? []
        guard provenance["resourceType"]?.string == "Provenance", agents.count == 1 else {
            throw FHIRProblem(.badRequest, .structure, "X-Provenance is a Provenance with one agent.")
        }
        return try await person(agents[0]["who"], at: "Provenance.agent.who", call)
    }

    /// - Parameter reference: to a PractitionerRole.
    func person(_ reference: JSONText.Value?, at place: String, _ call: FHIRCall) async throws -> Actor {
        let problem = FHIRProblem(
            .unprocessableContent, .businessRule, "This must be a PractitionerRole of your own team.", at: place)
        guard let id: MembershipID = reference?.id(of: "PractitionerRole") else { throw problem }
        do { return try await accounts.actor(holding: id, through: call.caller().system) } catch is NotFound {
            throw problem
        }
    }
}

extension HTTPField.Name {
    static let provenance = Self("X-Provenance")!
}
