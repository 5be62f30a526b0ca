import Accounts
import Database
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// People of the caller's own team, and those who work for all of its organisation: they act, and systems name
    /// them.
    var practitionerRoles: ServedResource {
        ServedResource(
            type: "PractitionerRole", scope: .colleagues,
            otherwise: "Systems read who works in a team; people are invited, and leave, on the pages.",
            parameters: [
                .token("_id"), .code("role"), .reference("organization"), .reference("service"), .active,
            ],
            sorting: ["_id", "-_id"], required: [],
            brief: ["active", "practitioner", "organization", "code", "healthcareService"],
            inclusions: [
                including("PractitionerRole:organization", at: "organization", .directory),
                including("PractitionerRole:service", at: "healthcareService", .services),
            ],
            search: { search, call in
                var query = StaffQuery()
                query.ids = try search.values("_id") { $0.ids(of: "PractitionerRole") }
                query.roles = try search.values("role") {
                    $0.chosen(among: Role.allCases, of: FHIRSystem.role, by: \.rawValue)
                }
                query.organisations = try search.values("organization") { $0.ids(of: "Organization") }
                query.services = try search.values("service") { $0.ids(of: "HealthcareService") }
                return try await practitionerRoles(query, search.page, call)
            })
    }

    private func practitionerRoles(
        _ query: StaffQuery, _ page: PageRequest, _ call: FHIRCall
    ) async throws -> PageOf<Served> {
        try await accounts.colleagues(query, page, as: call.caller().actor).map(\.served)
    }
}

extension StaffMember {
    /// As UK Core's PractitionerRole: the name and the role, and no way to reach the person.
    fileprivate var served: Served {
        Served(
            "PractitionerRole", id: id,
            [
                .init("active", true), .init("practitioner", ["display": .string(name)]),
                part(
                    "organization",
                    membership.organisationID.map { .reference("Organization", $0, membership.organisationName) }),
                part("code", list: [.concept(FHIRSystem.role, membership.role.rawValue, membership.role.title)]),
                part(
                    "healthcareService",
                    list: membership.serviceID.map { [.reference("HealthcareService", $0, membership.serviceName)] }
                        ?? []),
            ])
    }
}
