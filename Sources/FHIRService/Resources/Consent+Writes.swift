import Accounts
import Database
import Directory
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Students
import Vocabulary

extension FHIRService {
    /// A student's answer is handed on in the name of the clinician who asked, and taken back in that of whoever heard it.
    var consentWrites: [ServedResource.Write] {
        let (path, scope) = ("/fhir/R4/Consent/:id", SystemScope.asking)
        return [
            .init(
                code: "create",
                interaction: Interaction(.post, "/fhir/R4/Consent", needs: scope) { call in
                    try await create(consents, call) { try await recordConsent(call) }
                }),
            .init(
                code: "update",
                interaction: Interaction(.put, path, needs: scope) { call in
                    let body = try await inspected(call.request)
                    return try await revoke(call) { current in try ConsentChange.check(whole: body, from: current) }
                }),
            .init(
                code: "patch",
                interaction: Interaction(.patch, path, needs: scope) { call in
                    let steps = try await patch(call.request)
                    return try await revoke(call) { current in try ConsentChange.check(patch: steps, from: current) }
                }),
        ]
    }

    private func recordConsent(_ call: FHIRCall) async throws -> Served {
        let body = try await inspected(call.request)
        let report = try await ConsentText(body).report { team in
            do { return try await directory.service(team, by: call.caller().actor).organisationID } catch is NotFound {
                return nil
            }
        }
        let person = try await namedPerson(call)
        do { return try await consent(exchanges.record(report, by: person), call) } catch let invalid as InvalidInput {
            throw FHIRProblem(
                .unprocessableContent,
                invalid.faults.map { Fault(.error, .businessRule, at: Self.places[$0.field], $0.message) })
        }
    }

    /// Where a Consent says what the rule has a word for.
    private static let places = [
        "patient": "Consent.patient", "dateTime": "Consent.dateTime", "capacity": "Consent.extension",
        "recipient": "Consent.provision.actor", "categories": "Consent.provision.code",
        "expiresAt": "Consent.provision.period.end",
    ]

    private func consent(_ id: ConsentID, _ call: FHIRCall) async throws -> Served {
        var query = ConsentQuery()
        query.ids = [id]
        return try await one(consents(query, PageRequest(most: 1), call))
    }

    private func revoke(
        _ call: FHIRCall, _ check: (JSONText.Value) throws -> Void
    ) async throws -> FHIRAnswer {
        guard let id = call.id.flatMap(ConsentID.init) else { throw NotFound("consent") }
        let seen = try await consent(id, call)
        guard try Self.expected(call) == seen.version else { throw FHIRProblem.outdated }
        try check(seen.resource)
        try await exchanges.withdrawConsent(id, by: try await namedPerson(call))
        return FHIRAnswer(changed: try await consent(id, call), as: call.preferences.return)
    }
}

/// What can become of a consent here: it is taken back.
enum ConsentChange {
    /// Parts that the service itself keeps.
    private static let own: Set = ["resourceType", "id", "meta", "text", "status"]

    static func check(whole consent: JSONText.Value, from current: JSONText.Value) throws(FHIRProblem) {
        guard consent["resourceType"]?.string == "Consent", consent["id"] == current["id"] else {
            throw FHIRProblem(.badRequest, .invalid, "Send the Consent that has this id.", at: "Consent.id")
        }
        for member in consent.members ?? [] where !own.contains(member.key) {
            guard current[member.key] == member.value else { throw refusal }
        }
        guard consent["status"]?.string == "inactive" else { throw refusal }
    }

    /// Steps of a JSON Patch (RFC 6902).
    static func check(patch steps: [JSONText.Value], from current: JSONText.Value) throws(FHIRProblem) {
        var isRevoked = false
        for step in steps {
            guard step["path"]?.string == "/status" else { throw refusal }
            switch (step["op"]?.string, step["value"]?.string) {
            case ("test", _) where step["value"] == current["status"]: continue
            case ("test", _): throw .outdated
            case ("replace", "inactive"), ("add", "inactive"): isRevoked = true
            default: throw refusal
            }
        }
        guard isRevoked else { throw refusal }
    }

    private static var refusal: FHIRProblem {
        FHIRProblem(
            .unprocessableContent, .businessRule, "A consent can become inactive, and nothing else of it can change.",
            at: "Consent.status")
    }
}
