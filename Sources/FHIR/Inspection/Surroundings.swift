import Vocabulary

/// A bundle, as the references inside it see it.
struct Surroundings {
    /// Whether a reference may be a search.
    let isTransaction: Bool
    /// The type of the resource of each entry, by the address of the entry.
    private(set) var types: [String: String] = [:]

    init(_ bundle: JSONText.Value) {
        isTransaction = bundle["type"]?.string == "transaction"
        for entry in bundle["entry"]?.items ?? [] {
            guard let url = entry["fullUrl"]?.string else { continue }
            types[url] = entry["resource"]?["resourceType"]?.string ?? ""
        }
    }
}

extension Inspection {
    /// The type of the entry that a reference without a visible type leads to. What is named by a UUID or an OID alone can
    /// be found nowhere but in the bundle (http://hl7.org/fhir/R4/bundle.html#references).
    mutating func entryReferredTo(_ text: String, at position: JSONText.Position) -> String? {
        guard let surroundings else { return nil }
        if let type = surroundings.types[text] { return definitions.knows(resource: type) ? type : nil }
        if text.hasPrefix("urn:uuid:") || text.hasPrefix("urn:oid:") {
            report(.notFound, "No entry of the bundle has this address.", at: position, severity: .warning)
        }
        return nil
    }
}
