import Database
import Exchange
import FHIR
import Foundation
import Students
import Vocabulary

extension FHIRService {
    /// Where and when the student was seen, where that was told.
    var encounters: ServedResource {
        ServedResource(
            type: "Encounter", scope: .encounters,
            otherwise: "\(Self.wayIn) An encounter comes in the message that tells of it.",
            parameters: [.token("_id"), .reference("patient"), .date("_lastUpdated")],
            sorting: ["-_lastUpdated", "_lastUpdated"], required: ["status", "class"],
            brief: ["status", "class", "type", "subject", "period", "serviceProvider"],
            search: { search, call in
                try await collected(
                    [.told, .telling(.contactHappened)]
                        + ExchangeFilter.read(search, "Encounter", sent: "_lastUpdated", changed: nil), search, call
                ) { $0.encounter }
            })
    }
}

extension CollectedExchange {
    /// As UK Core's Encounter: kind, time and place, nothing of why.
    fileprivate var encounter: Served? {
        guard disclosure.contents.contains(where: { $0.category == .contactHappened }) else { return nil }
        let moment = JSONText.Value.string(FHIRTime.exact(facts.happenedAt))
        return Served(
            "Encounter", id: facts.id, changedAt: facts.sentAt,
            [
                part("status", text: facts.kind == .admission ? "in-progress" : "finished"),
                part("class", .coding(FHIRSystem.actCode, facts.kind.encounterClass)),
                part("type", list: [facts.kind.concept]), part("subject", .reference("Patient", facts.personID)),
                part("period", facts.kind == .discharge ? ["end": moment] : ["start": moment]),
                part("serviceProvider", .reference("Organization", facts.senderOrganisationID, senderTitle)),
            ])
    }
}

extension ExchangeKind {
    /// http://terminology.hl7.org/ValueSet/v3-ActEncounterCode
    fileprivate var encounterClass: String {
        switch self {
        case .presentation: "EMER"
        case .crisisContact: "AMB"
        case .admission, .discharge: "IMP"
        }
    }
}
