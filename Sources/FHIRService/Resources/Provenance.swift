import Database
import Exchange
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Who did what with an exchange, and when, on both sides.
    var provenances: ServedResource {
        ServedResource(
            type: "Provenance", scope: .history,
            otherwise: """
                The service writes this as people act. Who acts through a system is named in the header \
                X-Provenance of what they change.
                """,
            parameters: [
                .token("_id"), .reference("target"),
                .reference("patient").remarked("Whom the Task is about that is the target."), .date("recorded"),
                .date("_lastUpdated"),
            ],
            sorting: ["recorded", "-recorded", "_lastUpdated", "-_lastUpdated"],
            required: ["target", "recorded", "agent"], brief: ["target", "occurredDateTime", "recorded", "agent"],
            inclusions: [including("Provenance:target", at: "target", .exchanges)],
            search: { search, call in
                var query = ThreadQuery<Subjects.ExchangeEvent>()
                query.ids = try search.values("_id") { $0.ids(of: "Provenance") }
                query.exchanges = try search.values("target") { $0.ids(of: "Task") }
                query.people = try search.values("patient") { $0.ids(of: "Patient") }
                query.at = try search.ranges("recorded", "_lastUpdated")
                return try await provenances(query, search.page, call)
            })
    }

    func provenances(
        _ query: ThreadQuery<Subjects.ExchangeEvent>, _ page: PageRequest, _ call: FHIRCall
    ) async throws -> PageOf<Served> {
        try await exchanges.history(query, page, as: call.caller().actor).map(\.served)
    }
}

extension SystemEvent {
    /// As UK Core's Provenance: the act, the time and the name. What people wrote does not travel.
    fileprivate var served: Served {
        let who: JSONText.Value = ["display": .string(name ?? "Footbridge")]
        let agent = [part("who", who), part("onBehalfOf", organisationID.map { .reference("Organization", $0) })]
        return Served(
            "Provenance", id: id, version: "1", changedAt: at,
            [
                part("target", list: [.reference("Task", exchangeID)]),
                part("occurredDateTime", text: FHIRTime.exact(at)),
                part("recorded", text: FHIRTime.exact(at)),
                part("activity", ["coding": [.coding(FHIRSystem.act, kind.rawValue)]]),
                part("agent", list: [.object(agent.compactMap(\.self))]),
            ])
    }
}
