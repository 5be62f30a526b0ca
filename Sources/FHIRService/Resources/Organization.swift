import Database
import Directory
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Organisations of the directory that have not closed.
    var organizations: ServedResource {
        ServedResource(
            type: "Organization", scope: .directory,
            otherwise: "Systems read the directory; its organisations come from open data.",
            parameters: [
                .token("_id"), .token("identifier"), .string("name"), .code("type"), .active,
                .string("address-postalcode"),
            ],
            sorting: ["name", "-name"],
            required: [], brief: ["identifier", "active", "type", "name", "endpoint"],
            read: { id, call in
                guard let id = OrganisationID(id) else { throw NotFound("organisation") }
                return try await directory.organisation(id, by: call.caller().actor).served
            },
            search: { search, call in
                var query = OrganisationQuery()
                query.ids = try search.values("_id") { $0.ids(of: "Organization") }
                query.codes = try search.values("identifier", read: OrganisationQuery.codes)
                query.kinds = try search.values("type") {
                    $0.chosen(among: OrganisationKind.allCases, of: FHIRSystem.organisationKind, by: \.rawValue)
                }
                query.names = search["name"].map(\.names)
                query.postcodes = search["address-postalcode"].map(\.names)
                return try await directory.organisations(query, search.page, by: call.caller().actor).map(\.served)
            })
    }
}

extension SearchTerm {
    /// Names that begin so, hold it, or are the same.
    var names: [NameMatch] {
        values.map { value in
            switch modifier {
            case .exact: .exactly(value)
            case .contains: .contains(value)
            default: .begins(value)
            }
        }
    }
}

extension OrganisationQuery {
    /// `system|value`, `system|` for all of a register, or a value of either; none for a register that is not known.
    fileprivate static func codes(_ term: SearchTerm) -> [Code] {
        term.values.compactMap { token in
            let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return .either(token) }
            return switch (parts[0], parts[1]) {
            case (FHIRSystem.ukprn, ""): .anyUKPRN
            case (FHIRSystem.odsCode, ""): .anyODS
            case (FHIRSystem.ukprn, let code): .ukprn(code)
            case (FHIRSystem.odsCode, let code): .ods(code)
            case ("", let code): .either(code)
            default: nil
            }
        }
    }
}

extension Organisation {
    /// As UK Core's Organization; addresses are not taken apart, so only their text and postcode travel.
    var served: Served {
        let identifiers = [
            ukprn.map { (FHIRSystem.ukprn, $0.description) }, odsCode.map { (FHIRSystem.odsCode, $0.description) },
        ].compactMap(\.self)
        let telecom = [telephone.map { ("phone", $0) }, website.map { ("url", $0) }].compactMap(\.self)
        return Served(
            "Organization", id: id,
            [
                part("identifier", list: identifiers.map { .identifier($0.0, $0.1) }),
                .init("active", .boolean(closedOn == nil)),
                part("type", list: [.concept(FHIRSystem.organisationKind, kind.rawValue, kind.title)]),
                part("name", text: name), legalName == name ? nil : part("alias", list: [.string(legalName)]),
                part("telecom", list: telecom.map { .telecom($0.0, $0.1) }),
                part("address", list: place.map { [$0] } ?? []),
            ])
    }

    private var place: JSONText.Value? {
        guard let text = address ?? postcode else { return nil }
        return .object([part("text", text: text), part("postalCode", text: postcode)].compactMap(\.self))
    }
}
