import Vocabulary

extension Inspection {
    /// A resource that stands by itself: the message, or what an entry of a bundle holds.
    mutating func resource(_ value: JSONText.Value) {
        let outer = container
        container = Container(value)
        if let shape = shape(of: value) {
            if path.isEmpty { path.append(.name(shape.name)) }
            let around = surroundings
            if shape.name == "Bundle" { surroundings = Surroundings(value) }
            object(value, as: shape)
            surroundings = around
            containedOnce(in: value)
        }
        container = outer
    }

    /// A resource inside another. It has an id to be found by, and no life of its own.
    mutating func contained(_ value: JSONText.Value) {
        guard let shape = shape(of: value) else { return }
        object(value, as: shape)
        if value["id"] == nil {
            report(.required, "A contained resource must have an id to be referred to.", at: value.position)
        }
        if let inner = value["contained"] {
            report(.invariant, "A contained resource must not contain another (dom-2).", at: inner.position)
        }
        for name in ["versionId", "lastUpdated", "security"] {
            guard let meta = value["meta"]?[name] else { continue }
            let rule = name == "security" ? "dom-5" : "dom-4"
            report(.invariant, "A contained resource must not have meta.\(name) (\(rule)).", at: meta.position)
        }
    }

    /// The shape that `resourceType` names, or a fault.
    private mutating func shape(of value: JSONText.Value) -> Shape? {
        guard value.members != nil else {
            report(.structure, "A resource must be a JSON object.", at: value.position)
            return nil
        }
        guard let type = value["resourceType"] else {
            report(.structure, "A resource must say its type in resourceType.", at: value.position)
            return nil
        }
        guard let name = type.string, let shape = definitions.resource(name) else {
            report(.structure, "resourceType must be the name of a resource of FHIR R4.", at: type.position)
            return nil
        }
        return shape
    }
}
