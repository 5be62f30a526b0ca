import Vocabulary

/// What each kind of bundle may and must have (http://hl7.org/fhir/R4/bundle.html#invs).
extension Rules {
    private static let withRequests: Set = ["batch", "transaction", "history"]
    private static let withResponses: Set = ["batch-response", "transaction-response", "history"]
    /// Where an entry may lack a fullUrl: it may be new, or an answer.
    private static let withoutAddresses: Set = ["batch", "transaction", "batch-response", "transaction-response"]

    static func bundleParts(_ bundle: JSONText.Value, _ inspection: inout Inspection) {
        guard let type = bundle["type"]?.string else { return }
        if let total = bundle["total"], type != "searchset", type != "history" {
            inspection.report(.invariant, "Only a searchset or a history has a total (bdl-1).", at: total.position)
        }
        for (number, entry) in (bundle["entry"]?.items ?? []).enumerated() where entry.members != nil {
            inspection.below(.name("entry")) { $0.below(.item(number)) { entryParts(entry, type, &$0) } }
        }
    }

    private static func entryParts(_ entry: JSONText.Value, _ type: String, _ inspection: inout Inspection) {
        if let search = entry["search"], type != "searchset" {
            inspection.report(.invariant, "Only an entry of a searchset has search (bdl-2).", at: search.position)
        }
        part("request", entry, withRequests.contains(type), "bdl-3", &inspection)
        part("response", entry, withResponses.contains(type), "bdl-4", &inspection)
        if ["resource", "request", "response"].allSatisfy({ entry[$0] == nil }) {
            inspection.report(
                .invariant, "An entry needs a resource, a request or a response (bdl-5).", at: entry.position)
        }
        if entry["fullUrl"] == nil, entry["resource"] != nil, !withoutAddresses.contains(type) {
            inspection.report(.required, "An entry of this type of bundle must have a fullUrl.", at: entry.position)
        }
    }

    private static func part(
        _ name: String, _ entry: JSONText.Value, _ belongs: Bool, _ rule: String, _ inspection: inout Inspection
    ) {
        let part = entry[name]
        guard (part != nil) != belongs else { return }
        let verb = belongs ? "must" : "must not"
        inspection.report(
            .invariant, "An entry of this type of bundle \(verb) have a \(name) (\(rule)).",
            at: part?.position ?? entry.position)
    }

    /// bdl-11 and bdl-12.
    static func firstEntry(_ bundle: JSONText.Value, _ inspection: inout Inspection) {
        let firsts = ["document": ("Composition", "bdl-11"), "message": ("MessageHeader", "bdl-12")]
        guard let type = bundle["type"]?.string, let (first, rule) = firsts[type],
            bundle["entry"]?.items?.first?["resource"]?["resourceType"]?.string != first
        else { return }
        inspection.report(
            .invariant, "The first entry of a \(type) must be a \(first) (\(rule)).",
            at: bundle["entry"]?.position ?? bundle.position)
    }

    /// bdl-9 and bdl-10.
    static func documentIdentity(_ bundle: JSONText.Value, _ inspection: inout Inspection) {
        guard bundle["type"]?.string == "document" else { return }
        if bundle["identifier"]?["system"] == nil || bundle["identifier"]?["value"] == nil {
            inspection.report(
                .invariant, "A document needs an identifier with a system and a value (bdl-9).", at: bundle.position)
        }
        if bundle["timestamp"] == nil {
            inspection.report(.invariant, "A document needs a timestamp (bdl-10).", at: bundle.position)
        }
    }
}
