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
            parameters: [.token("_id"), .reference("patient"), .reference("actor"), .date("date")],
            sorting: ["-date", "date"], required: ["status", "scope", "category"],
            brief: ["status", "scope", "category", "patient", "dateTime", "organization", "policyRule", "provision"],
            search: { search, call in
                var query = ConsentQuery()
                query.ids = try search.values("_id") { $0.ids(of: "Consent") }
                query.people = try search.values("patient") { $0.ids(of: "Patient") }
                for term in search["actor"] { query.narrow(to: term) }
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

extension ConsentQuery {
    /// To whom it was to be told; of several terms, all have to hold.
    fileprivate mutating func narrow(to term: SearchTerm) {
        if term.isForTeams {
            let named: [ServiceID] = term.ids(of: "HealthcareService")
            teams = teams.map { $0.filter(named.contains) } ?? named
        } else {
            let named: [OrganisationID] = term.ids(of: "Organization")
            recipients = recipients.map { $0.filter(named.contains) } ?? named
        }
    }
}

extension Consent {
    /// As UK Core's Consent: what was answered, for whom and how long. How able the student was, why they were not asked
    /// and who else spoke for them does not travel.
    fileprivate func served(at now: Date) -> Served {
        Served(
            "Consent", id: id,
            [
                part("status", text: status(at: now)),
                part("scope", ["coding": [.coding(FHIRSystem.consentScope, "patient-privacy")]]),
                part("category", list: [["coding": [.coding(FHIRSystem.actCode, "INFA")]]]),
                part("patient", .reference("Patient", personID)), part("dateTime", text: FHIRTime.exact(recordedAt)),
                part("performer", list: by.kind == .student ? [.reference("Patient", personID)] : []),
                part("organization", list: recordedBy.map { [.reference("Organization", $0)] } ?? []),
                part("policyRule", ["coding": [.coding(FHIRSystem.actCode, answer == .given ? "OPTIN" : "OPTOUT")]]),
                part("provision", provision),
            ])
    }

    private func status(at now: Date) -> String {
        if invalidatedAt != nil { return "entered-in-error" }
        if answer != .given { return "rejected" }
        let hasEnded = withdrawnAt != nil || endsAt.map { $0 <= now } ?? false
        return hasEnded ? "inactive" : "active"
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
