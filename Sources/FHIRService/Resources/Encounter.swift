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
            parameters: [
                .token("_id"), .reference("patient"), .reference("subject"), .code("status"), .code("class"),
                .code("type"), .reference("service-provider"),
                .date("date").remarked("The moment that the period names, be it the start or the end."),
                .date("_lastUpdated"),
            ],
            sorting: ["-_lastUpdated", "_lastUpdated"], required: ["status", "class"],
            brief: ["status", "class", "type", "subject", "period", "serviceProvider"],
            inclusions: [
                including("Encounter:patient", at: "subject", .students),
                including("Encounter:subject", at: "subject", .students),
                including("Encounter:service-provider", at: "serviceProvider", .directory),
            ],
            search: { search, call in
                try await collected(ExchangeFilter.encounters(search), by: .sent, search, call) { $0.encounter }
            })
    }
}

extension ExchangeFilter {
    /// What a search for encounters asks for; nothing of one changes once it was told.
    fileprivate static func encounters(_ search: Search) throws(FHIRProblem) -> [ExchangeFilter] {
        let shared = try read(search, "Encounter", sent: ["_lastUpdated"], changed: [])
        let statuses = try search["status"].map { term throws(FHIRProblem) in
            ExchangeFilter.kinds(
                try term.chosen(
                    among: ExchangeKind.allCases, of: "http://hl7.org/fhir/encounter-status", known: statusCodes,
                    by: \.encounterStatus))
        }
        let classes = search["class"].map {
            ExchangeFilter.kinds($0.chosen(among: ExchangeKind.allCases, of: FHIRSystem.actCode, by: \.encounterClass))
        }
        let moments = try search.ranges("date").map(ExchangeFilter.happenedAt)
        return [.told, .telling(.contactHappened)] + shared + statuses + classes + moments
    }

    private static let statusCodes: Set = [
        "planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error",
        "unknown",
    ]
}

extension CollectedExchange {
    /// As UK Core's Encounter: kind, time and place, nothing of why.
    fileprivate var encounter: Served? {
        guard disclosure.contents.contains(where: { $0.category == .contactHappened }) else { return nil }
        let moment = JSONText.Value.string(FHIRTime.exact(facts.happenedAt))
        return Served(
            "Encounter", id: facts.id, changedAt: facts.sentAt,
            [
                part("status", text: facts.kind.encounterStatus),
                part("class", .coding(FHIRSystem.actCode, facts.kind.encounterClass)),
                part("type", list: [facts.kind.concept]), part("subject", .reference("Patient", facts.personID)),
                part("period", facts.kind == .discharge ? ["end": moment] : ["start": moment]),
                part("serviceProvider", .reference("Organization", facts.senderOrganisationID, senderTitle)),
            ])
    }
}

extension ExchangeKind {
    /// http://hl7.org/fhir/R4/valueset-encounter-status.html
    fileprivate var encounterStatus: String { self == .admission ? "in-progress" : "finished" }

    /// http://terminology.hl7.org/ValueSet/v3-ActEncounterCode
    fileprivate var encounterClass: String {
        switch self {
        case .presentation: "EMER"
        case .crisisContact: "AMB"
        case .admission, .discharge: "IMP"
        }
    }
}
