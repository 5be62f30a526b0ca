import Database
import Exchange
import FHIR
import Foundation
import Students
import Vocabulary

extension FHIRService {
    /// What students answered about sharing, for the side that asked them; it can hand on what they answered there, and that
    /// they took it back.
    var consents: ServedResource {
        ServedResource(
            type: "Consent", scope: .consents,
            otherwise: """
                A consent is taken back by PATCH or PUT of its status to inactive, and stays on record.
                """,
            parameters: [
                .token("_id"), .code("status"), .always("category", "INFA", of: FHIRSystem.actCode),
                .reference("patient"), .reference("actor"), .reference("organization"), .date("date"),
            ],
            sorting: ["-date", "date"], required: ["status", "scope", "category"],
            brief: ["status", "scope", "category", "patient", "dateTime", "organization", "policyRule", "provision"],
            inclusions: [
                including("Consent:patient", at: "patient", .students),
                including("Consent:actor", at: "provision.actor.reference", .directory),
                including("Consent:organization", at: "organization", .directory),
            ],
            search: { search, call in
                var query = ConsentQuery()
                query.ids = try search.values("_id") { $0.ids(of: "Consent") }
                query.people = try search.values("patient") { $0.ids(of: "Patient") }
                query.organisations = try search.values("organization") { $0.ids(of: "Organization") }
                query.recipients = search["actor"].map {
                    .init(organisations: $0.ids(of: "Organization"), teams: $0.ids(of: "HealthcareService"))
                }
                query.standings = try search.values("status") { term throws(FHIRProblem) in
                    try term.chosen(
                        among: ConsentStanding.allCases, of: "http://hl7.org/fhir/consent-state-codes",
                        known: ConsentStanding.known, by: \.status)
                }
                query.recordedAt = try search.ranges("date")
                return try await consents(query, search.page, call)
            },
            writes: consentWrites)
    }

    func consents(
        _ query: ConsentQuery, _ page: PageRequest, _ call: FHIRCall
    ) async throws -> PageOf<Served> {
        let now = clock.now
        return try await exchanges.consents(query, page, as: call.caller().actor).map { $0.served(at: now) }
    }
}

extension ConsentStanding {
    /// http://hl7.org/fhir/R4/valueset-consent-state-codes.html
    fileprivate var status: String {
        switch self {
        case .active: "active"
        case .ended: "inactive"
        case .refused: "rejected"
        case .enteredInError: "entered-in-error"
        }
    }

    fileprivate static let known: Set = ["draft", "proposed", "active", "rejected", "inactive", "entered-in-error"]
}

extension Consent {
    /// As UK Core's Consent: what was answered, for whom and how long. How able the student was, why they were not asked
    /// and who else spoke for them does not travel.
    fileprivate func served(at now: Date) -> Served {
        Served(
            "Consent", id: id,
            [
                part("status", text: standing(at: now).status),
                part("scope", ["coding": [.coding(FHIRSystem.consentScope, "patient-privacy")]]),
                part("category", list: [["coding": [.coding(FHIRSystem.actCode, "INFA")]]]),
                part("patient", .reference("Patient", personID)), part("dateTime", text: FHIRTime.exact(recordedAt)),
                part("performer", list: by.kind == .student ? [.reference("Patient", personID)] : []),
                part("organization", list: recordedBy.map { [.reference("Organization", $0)] } ?? []),
                part("policyRule", ["coding": [.coding(FHIRSystem.actCode, answer == .given ? "OPTIN" : "OPTOUT")]]),
                part("provision", provision),
            ])
    }

    private var provision: JSONText.Value {
        let ends = [withdrawnAt, endsAt].compactMap(\.self).min()
        let period = [part("start", text: FHIRTime.exact(recordedAt)), part("end", text: ends.map(FHIRTime.exact))]
        let role: JSONText.Value = ["coding": [.coding(FHIRSystem.participation, "IRCP")]]
        let team = recipient.serviceID.map { id -> JSONText.Value in
            ["url": .string(FHIRSystem.consentTeam), "valueReference": .reference("HealthcareService", id)]
        }
        let named = [
            part("extension", list: [team].compactMap(\.self)), part("role", role),
            part("reference", .reference("Organization", recipient.organisationID)),
        ]
        return .object(
            [
                part("type", text: answer == .given ? "permit" : "deny"),
                part("period", .object(period.compactMap(\.self))),
                part("actor", list: [.object(named.compactMap(\.self))]),
                part("code", list: categories.sorted().map { .concept(FHIRSystem.categories, $0.rawValue, $0.title) }),
            ].compactMap(\.self))
    }
}
