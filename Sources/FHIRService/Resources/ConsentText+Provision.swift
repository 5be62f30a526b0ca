import FHIR
import Foundation
import Students
import Vocabulary

/// Whom it lets hear of what, and how long.
extension ConsentText {
    func recipient(_ team: (ServiceID) async throws -> OrganisationID?) async throws -> SharingRecipient {
        let refusal = Self.refusal(
            "Name one: the HealthcareService that would be told, or an Organization that has none here.",
            "provision.actor")
        let actors = body["provision"]?["actor"]?.items ?? []
        guard actors.count == 1, Self.code(actors[0]["role"], FHIRSystem.participation) == "IRCP" else { throw refusal }
        if let id: OrganisationID = Self.id(actors[0]["reference"], of: "Organization") {
            return SharingRecipient(organisation: id)
        }
        guard let id: ServiceID = Self.id(actors[0]["reference"], of: "HealthcareService"),
            let organisation = try await team(id)
        else { throw refusal }
        return SharingRecipient(organisation: organisation, service: id)
    }

    func categories(_ isYes: Bool) throws(FHIRProblem) -> Set<InformationCategory> {
        let codes = body["provision"]?["code"]?.items ?? []
        let known = codes.compactMap { Self.code($0, FHIRSystem.categories).flatMap(InformationCategory.init) }
        guard known.count == codes.count, known.isEmpty != isYes else {
            throw Self.refusal(
                isYes ? "Say what they agreed to, in codes of \(FHIRSystem.categories)." : "A no is one to everything.",
                "provision.code")
        }
        return Set(known)
    }

    func end() throws(FHIRProblem) -> Date? {
        guard let end = body["provision"]?["period"]?["end"]?.string else { return nil }
        guard let moment = FHIRTime.moment(end) else {
            throw Self.refusal("Say until when, to the second.", "provision.period.end")
        }
        return moment
    }
}
