import FHIR
import Foundation
import Students
import Vocabulary

/// Whom it lets hear of what, and how long.
extension ConsentText {
    func recipient(_ team: (ServiceID) async throws -> OrganisationID?) async throws -> SharingRecipient {
        let refusal = Self.refusal(
            "Name one: the Organization, and by \(FHIRSystem.consentTeam) the HealthcareService that would be told.",
            "provision.actor")
        let actors = body["provision"]?["actor"]?.items ?? []
        guard actors.count == 1, actors[0]["role"]?.code(of: FHIRSystem.participation) == "IRCP",
            let organisation: OrganisationID = actors[0]["reference"]?.id(of: "Organization")
        else { throw refusal }
        let extensions = actors[0]["extension"]?.items ?? []
        if extensions.isEmpty { return SharingRecipient(organisation: organisation) }
        guard extensions.count == 1, extensions[0]["url"]?.string == FHIRSystem.consentTeam,
            let id: ServiceID = extensions[0]["valueReference"]?.id(of: "HealthcareService"),
            try await team(id) == organisation
        else { throw refusal }
        return SharingRecipient(organisation: organisation, service: id)
    }

    func categories(_ isYes: Bool) throws(FHIRProblem) -> Set<InformationCategory> {
        let codes = body["provision"]?["code"]?.items ?? []
        let known = codes.compactMap { $0.code(of: FHIRSystem.categories).flatMap(InformationCategory.init) }
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
