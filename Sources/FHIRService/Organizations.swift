import Directory
import FHIR
import Foundation
import Hummingbird
import Vocabulary

extension FHIRService {
    /// `GET Organization?identifier=system|value`, `?name=`, `_count` (1 to 100, 20 where not said).
    func searchOrganizations(_ call: FHIRCall) async throws -> FHIRAnswer {
        let (found, total) = try await directory.organisations(
            try OrganisationQuery(call.request), by: try call.caller().actor)
        let own = publicAddress.appending(path: "fhir/R4")
        let entries = found.map { organisation -> JSONText.Value in
            [
                "fullUrl": .string(own.appending(path: "Organization/\(organisation.id)").absoluteString),
                "resource": organisation.fhir, "search": ["mode": "match"],
            ]
        }
        let link = own.appending(path: "Organization").absoluteString + (call.request.uri.query.map { "?\($0)" } ?? "")
        var members: [JSONText.Member] = [
            .init("resourceType", "Bundle"), .init("type", "searchset"), .init("total", .number(total)),
            .init("link", [["relation": "self", "url": .string(link)]]),
        ]
        if !entries.isEmpty { members.append(.init("entry", .array(entries))) }
        return FHIRAnswer(.object(members))
    }

    func readOrganization(_ call: FHIRCall) async throws -> FHIRAnswer {
        guard let id = call.id.flatMap(OrganisationID.init) else { throw NotFound("organisation") }
        return FHIRAnswer(try await directory.organisation(id, by: try call.caller().actor).fhir)
    }
}

extension OrganisationQuery {
    /// - Throws: `FHIRProblem` for a parameter that is not known, or cannot be read: nothing is ignored in silence.
    fileprivate init(_ request: Request) throws(FHIRProblem) {
        self.init()
        for (key, value) in request.uri.queryParameters {
            switch key {
            case "identifier": code = Self.code(String(value))
            case "name": nameBegins = String(value)
            case "_count": most = try Self.count(String(value))
            case "_format": continue
            default:
                throw FHIRProblem(
                    .badRequest, .notSupported, "Search by identifier, name and _count; nothing else is known.")
            }
        }
    }

    private static func count(_ text: String) throws(FHIRProblem) -> Int {
        guard let number = Int(text), (1...100).contains(number) else {
            throw FHIRProblem(.badRequest, .value, "_count must be a whole number from 1 to 100.")
        }
        return number
    }

    /// `system|value`, or a value of either register.
    private static func code(_ token: String) -> Code {
        let parts = token.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2 else { return .either(token) }
        return switch parts[0] {
        case FHIRSystem.ukprn: .ukprn(parts[1])
        case FHIRSystem.odsCode: .ods(parts[1])
        case "": .either(parts[1])
        default: .foreign
        }
    }
}

extension Organisation {
    /// As UK Core's Organization; addresses are not taken apart, so only their text and postcode travel.
    var fhir: JSONText.Value {
        var members: [JSONText.Member] = [
            .init("resourceType", "Organization"), .init("id", .string(id.rawValue)),
            .init("meta", ["profile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization"]]),
        ]
        let identifiers = [
            ukprn.map { (FHIRSystem.ukprn, $0.description) }, odsCode.map { (FHIRSystem.odsCode, $0.description) },
        ].compactMap(\.self)
        if !identifiers.isEmpty {
            members.append(
                .init("identifier", .array(identifiers.map { ["system": .string($0.0), "value": .string($0.1)] })))
        }
        members.append(.init("active", .boolean(closedOn == nil)))
        members.append(.init("type", [["text": .string(kind.title)]]))
        members.append(.init("name", .string(name)))
        if legalName != name { members.append(.init("alias", [.string(legalName)])) }
        let telecom = [telephone.map { ("phone", $0) }, website.map { ("url", $0) }].compactMap(\.self)
        if !telecom.isEmpty {
            members.append(.init("telecom", .array(telecom.map { ["system": .string($0.0), "value": .string($0.1)] })))
        }
        if let text = address ?? postcode {
            var place: [JSONText.Member] = [.init("text", .string(text))]
            if let postcode { place.append(.init("postalCode", .string(postcode))) }
            members.append(.init("address", [.object(place)]))
        }
        return .object(members)
    }
}
