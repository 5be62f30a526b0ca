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
        let number = Self.nhsNumber(of: patient, path, at: now, &faults)
        let name = Self.name(of: patient, at: now)
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
            hasDied: Self.hasDied(patient), isQualified: isModified || Self.isReplaced(patient), texts: texts)
    }

    /// The one that counts: whose record was merged into another's has an old one too.
    private static func nhsNumber(
        of patient: JSONText.Value, _ path: String, at now: Date, _ faults: inout [Fault]
    ) -> NHSNumber? {
        var found: NHSNumber?
        for (index, identifier) in (patient["identifier"]?.items ?? []).enumerated()
        where identifier["system"]?.string == FHIRSystem.nhsNumber && !isPast(identifier, at: now) {
            guard let text = identifier["value"]?.string else { continue }
            let place = "\(path).identifier[\(index)].value"
            guard let number = try? NHSNumber(text) else {
                let words = "This is no NHS number: ten digits, the last of which checks the others."
                faults.append(Fault(.error, .value, at: place, words))
                continue
            }
            if let found, found != number {
                let words = "This is another NHS number than the one before. Say by its use which is old."
                faults.append(Fault(.error, .value, at: place, words))
            }
            found = found ?? number
        }
        return found
    }

    /// Whether an identifier or a name counts no more: it is said to be old, or its time is over.
    private static func isPast(_ element: JSONText.Value, at now: Date) -> Bool {
        let end = element["period"]?["end"]?.string
        let moment = end.flatMap(FHIRTime.moment) ?? end.flatMap { CalendarDate(iso: $0)?.adding(days: 1).start }
        return element["use"]?.string == "old" || moment.map { $0 <= now } ?? false
    }

    private static func hasDied(_ patient: JSONText.Value) -> Bool {
        patient["deceasedBoolean"]?.boolean == true || patient["deceasedDateTime"] != nil
    }

    /// The official name, or else the usual one, or else the first; of those that still count, where there are any; cut to what
    /// a form takes.
    private static func name(of patient: JSONText.Value, at now: Date) -> (given: String?, family: String?) {
        let all = patient["name"]?.items ?? []
        let present = all.filter { !isPast($0, at: now) }
        let names = present.isEmpty ? all : present
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
        let concepts = [encounter, focus].flatMap { $0?["reasonCode"]?.items ?? [] }
        let reasons = concepts.compactMap(Self.words).reduce(into: [String]()) { said, words in
            if !said.contains(words) { said.append(words) }
        }
        let provider = encounter?["serviceProvider"]
        let team = provider?["display"]?.string ?? resource(provider)?.resource["name"]?.string
        let found: [InformationCategory: String?] = [
            .riskSummary: reasons.isEmpty ? nil : reasons.joined(separator: "\n"), .careTeam: team,
        ]
        return found.compactMapValues { text in
            text.map(Self.fitted).flatMap { $0.isEmpty ? nil : $0 }
        }
    }

    /// As much as a form takes. Whoever reads it has to know where that is not all.
    private static func fitted(_ text: String) -> String {
        let (whole, most) = (TypedText.clean(text), NoticeDraft.Happened.longestText)
        return whole.count <= most ? whole : TypedText.cut(whole, to: most - left.count) + left
    }

    private static let left = " … (There was more than fits here.)"

    private static func words(_ concept: JSONText.Value) -> String? {
        concept["text"]?.string ?? concept["coding"]?.items?.lazy.compactMap { $0["display"]?.string }.first
    }

    /// The UKPRNs of universities that the message is for, where it says so: the receivers of its destinations, named by the
    /// reference itself or by the Organization to which that leads.
    var providerNumbers: [(ukprn: String, path: String)] {
        (header["destination"]?.items ?? []).enumerated().flatMap { index, destination in
            let (receiver, place) = (destination["receiver"], "\(Self.headerPath).destination[\(index)].receiver")
            var identifiers = [(receiver?["identifier"], "\(place).identifier")]
            if let (organisation, path) = resource(receiver) {
                identifiers += (organisation["identifier"]?.items ?? []).enumerated().map {
                    ($1, "\(path).identifier[\($0)]")
                }
            }
            return identifiers.compactMap { identifier, path -> (String, String)? in
                guard identifier?["system"]?.string == FHIRSystem.ukprn else { return nil }
                return identifier?["value"]?.string.map { ($0, "\(path).value") }
            }
        }
    }
}
