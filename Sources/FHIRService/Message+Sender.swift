import Exchange
import FHIR
import Vocabulary

extension Message {
    /// The clinician in whose name the message comes: its author or whoever answers for it, who made the request, or who
    /// took part in the encounter; the first of them that is named.
    var senderName: String? {
        let requester = isRequest ? focus?["requester"] : nil
        let present = (encounter?["participant"]?.items ?? []).map { $0["individual"] }
        let candidates = [header["author"], header["responsible"], header["sender"], requester] + present
        return candidates.lazy.compactMap(clinician).first
    }

    /// The name behind a reference to a practitioner, in the bundle or beside the reference itself.
    private func clinician(_ reference: JSONText.Value?) -> String? {
        guard let reference else { return nil }
        if let found = resource(reference)?.resource {
            switch found["resourceType"]?.string {
            case "Practitioner": return Self.spoken(found["name"]?.items?.first) ?? display(of: reference)
            case "PractitionerRole": return clinician(found["practitioner"]) ?? display(of: reference)
            default: return nil
            }
        }
        let kind = reference["type"]?.string ?? reference["reference"]?.string ?? ""
        return kind.hasPrefix("Practitioner") ? display(of: reference) : nil
    }

    private func display(of reference: JSONText.Value) -> String? { Self.tidy(reference["display"]?.string) }

    private static func spoken(_ name: JSONText.Value?) -> String? {
        if let text = tidy(name?["text"]?.string) { return text }
        let parts = ["prefix", "given"].flatMap { name?[$0]?.items ?? [] } + [name?["family"]].compactMap(\.self)
        return tidy(parts.compactMap(\.string).joined(separator: " "))
    }

    /// How soon, where a request says so (http://hl7.org/fhir/R4/valueset-request-priority.html).
    var urgency: Urgency? {
        switch focus?["priority"]?.string {
        case "stat", "asap": .immediately
        case "urgent": .within48Hours
        case "routine": .within7Days
        default: nil
        }
    }
}
