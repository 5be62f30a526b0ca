import Database
import Directory
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Places where higher education providers teach.
    var locations: ServedResource {
        ServedResource(
            type: "Location", scope: .places,
            otherwise: "Systems read the directory; its places come from open data.",
            parameters: [
                .token("_id"), .string("name"), .string("address"), .string("address-city"),
                .reference("organization"), .always("status", "active", of: "http://hl7.org/fhir/location-status"),
            ],
            sorting: ["name", "-name"], required: [],
            brief: ["status", "name", "managingOrganization", "mode", "type"],
            inclusions: [including("Location:organization", at: "managingOrganization", .directory)],
            search: { search, call in
                var query = CampusQuery()
                query.ids = try search.values("_id") { $0.ids(of: "Location") }
                query.organisations = try search.values("organization") { $0.ids(of: "Organization") }
                query.names = search["name"].map(\.names)
                // Of an address the town alone is kept.
                query.towns = (search["address"] + search["address-city"]).map(\.names)
                return try await locations(query, search.page, call)
            })
    }

    private func locations(
        _ query: CampusQuery, _ page: PageRequest, _ call: FHIRCall
    ) async throws -> PageOf<Served> {
        try await directory.campuses(query, page, by: call.caller().actor).map(\.served)
    }
}

extension Campus {
    /// As UK Core's Location; areas of the NHS and of local authorities do not travel.
    fileprivate var served: Served {
        Served(
            "Location", id: id,
            [
                .init("status", "active"), part("name", text: name), .init("mode", "instance"),
                part("address", place.map { .object([.init("city", .string($0))]) }), part("position", position),
                .init("managingOrganization", .reference("Organization", organisationID)),
            ])
    }

    private var position: JSONText.Value? {
        guard let latitude, let longitude else { return nil }
        let number = { (degrees: Double) in JSONText.Value(.number("\((degrees * 100_000).rounded() / 100_000)")) }
        return ["longitude": number(longitude), "latitude": number(latitude)]
    }
}
