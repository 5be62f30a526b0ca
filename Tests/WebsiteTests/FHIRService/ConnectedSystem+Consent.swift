import Exchange
import FHIR
import Foundation
import Students
import TestSupport
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

extension ConnectedSystem {
    /// The student of both sides is one of the university, and the team has sent something about them.
    func knowStudent() async throws {
        _ = try await world.acknowledged()
        let (nurse, keys, now) = (try await world.nurse.actor(), site.ground.keys, site.clock.now)
        let (student, status) = (world.student, StudentStatus(.yes, provider: world.university))
        try await site.ground.engine.write {
            try StudentsStore.recordStatus(status, of: student, by: nurse, at: now, keys: keys, in: $0)
        }
    }

    func kept() async throws -> [Consent] {
        let (student, keys) = (world.student, site.ground.keys)
        return try await site.ground.engine.read { try StudentsStore.consents(of: student, keys: keys, in: $0) }
    }

    /// Hands on that the student said yes (or no), a minute ago on the telephone.
    /// - Parameters:
    ///   - minutes: how long ago they said it.
    ///   - change: an element in place of, or beside, the usual ones; `name?` leaves one out.
    @discardableResult
    func answered(
        by person: TestVisitor?, to recipient: String? = nil, telling: [String] = ["contactHappened", "riskSummary"],
        yes isYes: Bool = true, said minutes: Double = 1, change: String = "", headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        var all = headers
        if let person { all["X-Provenance"] = try await provenance(of: person) }
        let text = consentText(to: recipient, telling: telling, yes: isYes, said: minutes, change: change)
        return try await fhir("Consent", .post, text, headers: all)
    }

    /// As `answered`, before it is handed on.
    func consentText(
        to recipient: String? = nil, telling: [String] = ["contactHappened", "riskSummary"], yes isYes: Bool = true,
        said minutes: Double = 1, change: String = ""
    ) -> String {
        let extensions = [
            "{\"url\":\"\(FHIRSystem.consentRoute)\",\"valueCode\":\"telephone\"}",
            "{\"url\":\"\(FHIRSystem.consentCapacity)\",\"valueCode\":\"has\"}",
            "{\"url\":\"\(FHIRSystem.consentInCrisis)\",\"valueBoolean\":true}",
        ]
        let coding = { (system: String, code: String) in
            "{\"coding\":[{\"system\":\"\(system)\",\"code\":\"\(code)\"}]}"
        }
        let codes = (isYes ? telling : []).map { coding(FHIRSystem.categories, $0) }.joined(separator: ",")
        let team = recipient ?? "HealthcareService/\(world.wellbeing)"
        let reference = "\"valueReference\":{\"reference\":\"\(team)\"}"
        let extending = ",\"extension\":[{\"url\":\"\(FHIRSystem.consentTeam)\",\(reference)}]"
        let named = team.hasPrefix("Organization/") ? "" : extending
        var elements = [
            "\"extension\":[\(extensions.joined(separator: ","))]", "\"status\":\"active\"",
            "\"scope\":\(coding(FHIRSystem.consentScope, "patient-privacy"))",
            "\"category\":[\(coding(FHIRSystem.actCode, "INFA"))]",
            "\"patient\":{\"reference\":\"Patient/\(world.student)\"}",
            "\"dateTime\":\"\(FHIRTime.exact(site.clock.now - 60 * minutes))\"",
            "\"performer\":[{\"reference\":\"Patient/\(world.student)\"}]",
            "\"policy\":[{\"uri\":\"\(FHIRSystem.consentWords)\"}]",
            "\"policyRule\":\(coding(FHIRSystem.actCode, isYes ? "OPTIN" : "OPTOUT"))",
            """
            "provision":{"type":"\(isYes ? "permit" : "deny")","actor":[{"role":\(coding(FHIRSystem.participation, "IRCP")),\
            "reference":{"reference":"Organization/\(world.university)"}\(named)}]\(codes.isEmpty ? "" : ",\"code\":[\(codes)]")}
            """,
        ]
        if let name = change.split(whereSeparator: { ":?".contains($0) }).first?.replacing("\"", with: "") {
            elements = elements.filter { !$0.hasPrefix("\"\(name)\":") } + (change.hasSuffix("?") ? [] : [change])
        }
        return "{\"resourceType\":\"Consent\",\(elements.joined(separator: ","))}"
    }
}
