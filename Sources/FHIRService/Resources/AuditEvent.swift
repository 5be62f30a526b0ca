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
            parameters: [.token("_id"), .reference("entity"), .date("date")], sorting: ["-date", "date"],
            required: ["type", "recorded", "agent", "source"],
            brief: ["type", "subtype", "recorded", "outcome", "agent", "source", "entity"],
            search: { search, call in
                var query = ActQuery()
                query.ids = try search.values("_id") { $0.values }
                query.exchanges = try search.values("entity") { $0.ids(of: "Task") }
                query.at = try search.ranges("date")
                guard query.isNarrow else {
                    throw FHIRProblem(.badRequest, .required, "Say of which Task, by entity: the record is long.")
                }
                return try await exchanges.acts(query, search.page, as: call.caller().actor).map(\.served)
            })
    }
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
                .init("type", .coding("http://dicom.nema.org/resources/ontology/DCM", "110110", "Patient Record")),
                part("subtype", list: [.coding(FHIRSystem.recordedAct, action)]),
                part("recorded", text: FHIRTime.exact(at)), part("outcome", text: "0"),
                part("agent", list: [.object(agent.compactMap(\.self))]),
                .init("source", ["observer": ["display": "Footbridge"]]),
                part("entity", list: [["what": .reference("Task", exchangeID)]]),
            ])
    }
}
