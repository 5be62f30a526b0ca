import Database
import Exchange
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// What the calling system's own organisation did with exchanges of its team, without saying who. The record is long, so it
    /// is asked about some exchanges at a time.
    var auditEvents: ServedResource {
        ServedResource(
            type: "AuditEvent", scope: .record,
            otherwise: "The record is written by the service alone, as things are done.",
            parameters: [
                .token("_id"), .reference("entity"),
                .reference("patient").remarked("Whom the Task is about that is the entity."),
                .always("type", Self.recordType.code, of: Self.recordType.system), .token("subtype"), .date("date"),
                .date("_lastUpdated"),
            ],
            sorting: ["-date", "date", "-_lastUpdated", "_lastUpdated"],
            required: ["type", "recorded", "agent", "source"],
            brief: ["type", "subtype", "recorded", "outcome", "agent", "source", "entity"],
            inclusions: [including("AuditEvent:entity", at: "entity.what", .exchanges)],
            needed: ["_id", "entity", "patient"],
            search: { search, call in
                var query = ActQuery()
                query.ids = try search.values("_id") { $0.values }
                query.exchanges = try search.values("entity") { $0.ids(of: "Task") }
                query.people = try search.values("patient") { $0.ids(of: "Patient") }
                query.actions = try search.values("subtype") { $0.codes(of: FHIRSystem.recordedAct) }
                query.at = try search.ranges("date", "_lastUpdated")
                return try await exchanges.acts(query, search.page, as: call.caller().actor).map(\.served)
            })
    }

    /// What kind of event each of them is.
    fileprivate static let recordType = (system: "http://dicom.nema.org/resources/ontology/DCM", code: "110110")
}

extension OwnAct {
    fileprivate var served: Served {
        let role = role.map { JSONText.Value.concept(FHIRSystem.role, $0.rawValue, $0.title) }
        let agent: [JSONText.Member?] = [
            part("role", list: role.map { [$0] } ?? []), part("who", .reference("Organization", organisationID)),
            .init("requestor", true),
        ]
        return Served(
            "AuditEvent", id: id, version: "1", changedAt: at,
            [
                .init(
                    "type",
                    .coding(FHIRService.recordType.system, FHIRService.recordType.code, "Patient Record")),
                part("subtype", list: [.coding(FHIRSystem.recordedAct, action)]),
                part("recorded", text: FHIRTime.exact(at)), part("outcome", text: "0"),
                part("agent", list: [.object(agent.compactMap(\.self))]),
                .init("source", ["observer": ["display": "Footbridge"]]),
                part("entity", list: [["what": .reference("Task", exchangeID)]]),
            ])
    }
}
