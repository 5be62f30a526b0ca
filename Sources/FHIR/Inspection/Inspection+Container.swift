import Vocabulary

/// A resource with what it contains.
struct Container {
    /// The type of each contained resource by its id; the resource itself has the id "".
    private(set) var types: [String: String] = [:]
    /// What references inside the resource point to: `#practitioner`.
    var referredTo: Set<String> = []

    init() {}

    init(_ resource: JSONText.Value) {
        for contained in resource["contained"]?.items ?? [] {
            if let id = contained["id"]?.string { types[id] = contained["resourceType"]?.string ?? "" }
        }
        types[""] = resource["resourceType"]?.string ?? ""
    }
}

extension Inspection {
    /// Contained resources have ids of their own, and something in the resource refers to each (dom-3).
    mutating func containedOnce(in value: JSONText.Value) {
        var ids: Set<String> = []
        for (number, resource) in (value["contained"]?.items ?? []).enumerated() {
            guard let id = resource["id"]?.string else { continue }
            let isNew = ids.insert(id).inserted
            let isUsed = container.referredTo.contains(id) || refersOut(resource)
            guard !isNew || !isUsed else { continue }
            below(.name("contained")) {
                $0.below(.item(number)) {
                    if !isNew { $0.report(.duplicate, "Two contained resources have this id.", at: resource.position) }
                    if isUsed { return }
                    $0.report(.invariant, "Nothing refers to this contained resource (dom-3).", at: resource.position)
                }
            }
        }
    }

    /// Whether a contained resource refers to the one around it: `"reference": "#"`.
    private func refersOut(_ value: JSONText.Value) -> Bool {
        if value["reference"]?.string == "#" { return true }
        return value.members?.contains { refersOut($0.value) } ?? value.items?.contains(where: refersOut) ?? false
    }
}
