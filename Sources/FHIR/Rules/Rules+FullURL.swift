import Vocabulary

/// The address of an entry, by which others in the bundle refer to it.
extension Rules {
    static func entries(_ bundle: JSONText.Value, _ inspection: inout Inspection) {
        let isHistory = bundle["type"]?.string == "history"
        var addresses: Set<[String]> = []
        for (number, entry) in (bundle["entry"]?.items ?? []).enumerated() {
            guard let url = entry["fullUrl"], let address = url.string, Primitive.uri.accepts(address) else { continue }
            let version = entry["resource"]?["meta"]?["versionId"]?.string ?? ""
            let isNew = addresses.insert([address, version]).inserted || isHistory
            inspection.below(.name("entry")) {
                $0.below(.item(number)) {
                    $0.below(.name("fullUrl")) { inspection in
                        fullURL(address, entry["resource"], at: url.position, &inspection)
                        guard !isNew else { return }
                        inspection.report(.duplicate, "Two entries have this fullUrl (bdl-7).", at: url.position)
                    }
                }
            }
        }
    }

    private static func fullURL(
        _ address: String, _ resource: JSONText.Value?, at position: JSONText.Position, _ inspection: inout Inspection
    ) {
        let parts = address.utf8.split(separator: UInt8(ascii: "/"))
        if parts.contains(where: { $0.elementsEqual("_history".utf8) }) {
            inspection.report(.invariant, "A fullUrl must not name a version (bdl-8).", at: position)
        } else if !address.utf8.contains(UInt8(ascii: ":")) {
            inspection.report(.value, "A fullUrl must be absolute, with its scheme.", at: position)
        } else if address.hasPrefix("urn:uuid:"), !Primitive.uuid.accepts(address.lowercased()) {
            inspection.report(.value, "This fullUrl is not \(Primitive.uuid.form).", at: position)
        } else if let id = resource?["id"]?.string, disagrees(address, with: id, resource, inspection.definitions) {
            inspection.report(.value, "The fullUrl and the id of its resource disagree.", at: position)
        }
    }

    /// An address in the manner of REST ends with the type and the id of its resource.
    private static func disagrees(
        _ address: String, with id: String, _ resource: JSONText.Value?, _ definitions: FHIRDefinitions
    ) -> Bool {
        guard address.hasPrefix("http"), case .resource(let type) = ReferenceText(address, definitions) else {
            return false
        }
        return !address.hasSuffix("/" + id) || resource?["resourceType"]?.string != type
    }
}
