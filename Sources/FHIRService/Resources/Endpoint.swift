import Database
import Directory
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Which teams of the directory can be told something by a message. The address is this service's own: where a team's own
    /// system listens is nobody else's to know. Referrals and transfers come by no message, so a team for those alone is not here.
    var directoryEndpoints: ServedResource {
        ServedResource(
            type: "Endpoint", scope: .reach,
            otherwise: """
                Where a team can be told something follows from its contact points for notices, kept on the pages. To be \
                told yourself, POST /fhir/R4/Subscription.
                """,
            parameters: [
                .token("_id"), .string("name"), .reference("organization"),
                .always("status", "active", of: "http://hl7.org/fhir/endpoint-status"),
                .always("connection-type", Self.connection.code, of: Self.connection.system),
            ],
            sorting: ["name", "-name"],
            required: ["status", "connectionType", "payloadType", "address"],
            brief: ["status", "connectionType", "name", "managingOrganization", "payloadType", "address"],
            inclusions: [including("Endpoint:organization", at: "managingOrganization", .directory)],
            search: { search, call in
                var query = ServiceQuery()
                query.ids = try search.values("_id") { $0.ids(of: "Endpoint") }
                query.organisations = try search.values("organization") { $0.ids(of: "Organization") }
                query.names = search["name"].map(\.names)
                return try await directory.reachableTeams(
                    query, for: Self.messagePurpose, search.page, by: call.caller().actor
                ).map { $0.endpoint(at: base) }
            })
    }

    /// How every team is told.
    fileprivate static let connection = (
        system: "http://terminology.hl7.org/CodeSystem/endpoint-connection-type", code: "hl7-fhir-msg"
    )

    /// What every event that is understood becomes: a notice of one of `ExchangeKind`.
    fileprivate static let messagePurpose = ExchangePurpose.notices
}

extension CareService {
    /// Where messages for this team are handed in.
    fileprivate func endpoint(at base: URL) -> Served {
        Served(
            "Endpoint", id: id,
            [
                part("status", text: "active"),
                .init("connectionType", .coding(FHIRService.connection.system, FHIRService.connection.code)),
                part("name", text: name),
                part("managingOrganization", .reference("Organization", organisationID)),
                part("payloadType", list: [.words(FHIRService.messagePurpose.title)]),
                part("address", text: base.appending(path: "$process-message").absoluteString),
            ])
    }
}
