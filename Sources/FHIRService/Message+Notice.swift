import Directory
import Exchange
import FHIR
import Foundation
import Students
import Vocabulary

// What travels from a message into a draft; docs/guides/connect-a-record-system.md says it in words.
extension Message {
    /// - Parameter provider: the university that the message names, as the directory knows it.
    /// - Throws: `FHIRProblem` with everything to mend about the patient and the time.
    func notice(provider: OrganisationID?, at now: Date) throws(FHIRProblem) -> IncomingNotice {
        let ((patient, path), happenedAt) = (try patient(), happenedAt)
        var faults: [Fault] = []
        let number = nhsNumber(of: patient, path, &faults)
        let name = Self.name(of: patient)
        let born = patient["birthDate"]?.string.flatMap { CalendarDate(iso: $0) }
        if number == nil, faults.isEmpty, name.given == nil || name.family == nil || born == nil {
            let words = "A patient needs an NHS number, or given name, family name and full date of birth."
            faults.append(Fault(.error, .required, at: path, words))
        }
        if let born, born > CalendarDate(now) {
            faults.append(
                Fault(.error, .businessRule, at: "\(path).birthDate", "A date of birth cannot lie in the future."))
        }
        if let happenedAt, happenedAt > now + 300 {
            faults.append(
                Fault(.error, .businessRule, at: "Encounter.period", "What happened cannot lie in the future."))
        }
        guard faults.isEmpty else { throw FHIRProblem(.unprocessableContent, faults) }
        return IncomingNotice(
            kind: event.kind, happenedAt: happenedAt, nhsNumber: number, givenName: name.given,
            familyName: name.family, birthDate: born, providerID: provider, urgency: urgency, senderName: senderName,
            hasDied: Self.hasDied(patient), texts: texts)
    }

    private func nhsNumber(of patient: JSONText.Value, _ path: String, _ faults: inout [Fault]) -> NHSNumber? {
        let identifiers = patient["identifier"]?.items ?? []
        let index = identifiers.firstIndex { $0["system"]?.string == FHIRSystem.nhsNumber }
        guard let index, let text = identifiers[index]["value"]?.string else { return nil }
        do { return try NHSNumber(text) } catch {
            let words = "This is no NHS number: ten digits, the last of which checks the others."
            faults.append(Fault(.error, .value, at: "\(path).identifier[\(index)].value", words))
            return nil
        }
    }

    private static func hasDied(_ patient: JSONText.Value) -> Bool {
        patient["deceasedBoolean"]?.boolean == true || patient["deceasedDateTime"] != nil
    }

    /// The official name, or else the usual one, or else the first; cut to what a form takes.
    private static func name(of patient: JSONText.Value) -> (given: String?, family: String?) {
        let names = patient["name"]?.items ?? []
        let best = ["official", "usual"].lazy.compactMap { use in names.first { $0["use"]?.string == use } }.first
        guard let name = best ?? names.first else { return (nil, nil) }
        let given = (name["given"]?.items ?? []).compactMap(\.string).joined(separator: " ")
        return (tidy(given), tidy(name["family"]?.string))
    }

    /// As much of a name as a form takes; `nil` where nothing is left.
    static func tidy(_ text: String?) -> String? {
        let clean = TypedText.cut(text ?? "", to: NoticeDraft.Who.longestName)
        return clean.isEmpty ? nil : clean
    }

    /// Words of the message: a person reads and changes them before they are told, unless it may leave by itself.
    private var texts: [InformationCategory: String] {
        let reasons = (encounter?["reasonCode"]?.items ?? focus?["reasonCode"]?.items ?? []).compactMap(Self.words)
        let provider = encounter?["serviceProvider"]
        let team = provider?["display"]?.string ?? resource(provider)?.resource["name"]?.string
        let found: [InformationCategory: String?] = [
            .riskSummary: reasons.isEmpty ? nil : reasons.joined(separator: "\n"), .careTeam: team,
        ]
        return found.compactMapValues { text in
            text.map { TypedText.cut($0, to: NoticeDraft.Happened.longestText) }.flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    private static func words(_ concept: JSONText.Value) -> String? {
        concept["text"]?.string ?? concept["coding"]?.items?.lazy.compactMap { $0["display"]?.string }.first
    }

    /// The UKPRN of the university that the message is for, where it says so: a receiver among its destinations.
    var providerNumber: (ukprn: String, path: String)? {
        for destination in header["destination"]?.items ?? [] {
            guard let (receiver, path) = resource(destination["receiver"]) else { continue }
            for (index, identifier) in (receiver["identifier"]?.items ?? []).enumerated()
            where identifier["system"]?.string == FHIRSystem.ukprn {
                return identifier["value"]?.string.map { ($0, "\(path).identifier[\(index)].value") }
            }
        }
        return nil
    }
}
