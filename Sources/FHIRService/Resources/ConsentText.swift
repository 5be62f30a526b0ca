import Exchange
import FHIR
import Foundation
import Students
import Vocabulary

/// A Consent as a record system sends it. What the page asks for and this does not say, or the page would not let through, is
/// refused, with its place.
struct ConsentText {
    let body: JSONText.Value

    init(_ body: JSONText.Value) { self.body = body }

    private static let parts: Set = [
        "resourceType", "id", "meta", "text", "extension", "status", "scope", "category", "patient", "dateTime",
        "performer", "policy", "policyRule", "provision",
    ]
    private static let provisionParts: Set = ["type", "period", "actor", "code"]

    /// - Parameter team: finds the organisation of a team.
    /// - Throws: `FHIRProblem`.
    func report(_ team: (ServiceID) async throws -> OrganisationID?) async throws -> ConsentReport {
        guard body["resourceType"]?.string == "Consent" else {
            throw FHIRProblem(.badRequest, .invalid, "Send a Consent.")
        }
        try FHIRProblem.unlessOnly(Self.parts, in: body, at: "Consent")
        try FHIRProblem.unlessOnly(Self.provisionParts, in: body["provision"], at: "Consent.provision")
        // It counts from `dateTime`; a beginning of its own would not be heeded.
        try FHIRProblem.unlessOnly(["end"], in: body["provision"]?["period"], at: "Consent.provision.period")
        try checkKind()
        let (person, isYes) = (try patient(), try answer())
        try checkGiver(person)
        return ConsentReport(
            of: person, to: try await recipient(team), isYes: isYes, categories: try categories(isYes),
            route: try route(), capacity: try capacity(), inCrisis: try inCrisis(), saidAt: try moment(),
            expiresAt: try end(), words: FHIRSystem.consentWords)
    }

    private func checkKind() throws(FHIRProblem) {
        guard body["scope"]?.code(of: FHIRSystem.consentScope) == "patient-privacy" else {
            throw Self.refusal("What is kept here is about sharing: patient-privacy.", "scope")
        }
        guard (body["policy"]?.items ?? []).map({ $0["uri"]?.string }) == [FHIRSystem.consentWords] else {
            throw Self.refusal(
                "Say by \(FHIRSystem.consentWords) that these were the words that were put to the student.", "policy")
        }
    }

    private func patient() throws(FHIRProblem) -> PersonID {
        guard let id: PersonID = body["patient"]?.id(of: "Patient") else {
            throw Self.refusal("This must be a Patient that you can read here.", "patient")
        }
        return id
    }

    /// Others who may answer are asked on the page for their name and their right.
    private func checkGiver(_ person: PersonID) throws(FHIRProblem) {
        let givers: [PersonID?] = (body["performer"]?.items ?? []).map { $0.id(of: "Patient") }
        guard givers == [person] else {
            throw Self.refusal(
                "Only the student's own answer is taken here. Who else may answer is entered on the page.", "performer")
        }
    }

    private func answer() throws(FHIRProblem) -> Bool {
        let rule = body["policyRule"]?.code(of: FHIRSystem.actCode)
        switch (body["provision"]?["type"]?.string, rule, body["status"]?.string) {
        case ("permit", "OPTIN", "active"): return true
        case ("deny", "OPTOUT", "active"), ("deny", "OPTOUT", "rejected"): return false
        case ("permit", "OPTIN", _), ("deny", "OPTOUT", _):
            throw Self.refusal("A yes begins as active, a no as active or rejected.", "status")
        default:
            throw Self.refusal("A yes is permit with the rule OPTIN, a no is deny with OPTOUT.", "provision.type")
        }
    }

    private func route() throws(FHIRProblem) -> ConsentRoute {
        guard let route = said(FHIRSystem.consentRoute)?["valueCode"]?.string.flatMap(ConsentRoute.init),
            route != .portal
        else {
            let codes = ConsentRoute.allCases.filter { $0 != .portal }.map(\.rawValue).joined(separator: ", ")
            throw Self.refusal("Say how they said it, by \(FHIRSystem.consentRoute): \(codes).", "extension")
        }
        return route
    }

    private func capacity() throws(FHIRProblem) -> Capacity {
        guard let capacity = said(FHIRSystem.consentCapacity)?["valueCode"]?.string.flatMap(Capacity.init) else {
            let codes = Capacity.allCases.map(\.rawValue).joined(separator: ", ")
            throw Self.refusal(
                "Say whether they could decide, by \(FHIRSystem.consentCapacity): \(codes).", "extension")
        }
        return capacity
    }

    private func inCrisis() throws(FHIRProblem) -> Bool {
        let said = said(FHIRSystem.consentInCrisis)?["valueBoolean"]
        guard said == true || said == false else {
            throw Self.refusal(
                "Say whether they were in crisis, by \(FHIRSystem.consentInCrisis): a yes counts until tomorrow night then.",
                "extension")
        }
        return said == true
    }

    private func moment() throws(FHIRProblem) -> Date {
        guard let moment = body["dateTime"]?.string.flatMap(FHIRTime.moment) else {
            throw Self.refusal("Say when they answered, to the second.", "dateTime")
        }
        return moment
    }

    /// What is said once; twice may contradict.
    private func said(_ url: String) -> JSONText.Value? {
        let said = (body["extension"]?.items ?? []).filter { $0["url"]?.string == url }
        return said.count == 1 ? said[0] : nil
    }

    static func refusal(_ words: String, _ element: String) -> FHIRProblem {
        FHIRProblem(.unprocessableContent, .businessRule, words, at: "Consent.\(element)")
    }
}
