import Vocabulary

extension Inspection {
    /// A reference: its form, whether what it names inside this resource is there, and whether it may be of that type.
    mutating func reference(_ value: JSONText.Value, mayPointTo targets: Set<String>) {
        var declared: String?
        if let type = value["type"] {
            below(.name("type")) { declared = $0.declaredType(type, targets) }
        }
        guard let literal = value["reference"], let text = literal.string, !text.isEmpty else { return }
        below(.name("reference")) { inspection in
            guard let type = inspection.typeReferredTo(text, at: literal.position) else { return }
            inspection.may(type, targets, at: literal.position)
            guard let declared, declared != type else { return }
            inspection.report(.value, "The reference and its type disagree.", at: literal.position)
        }
    }

    /// `nil` when the text does not show a type, or cannot.
    private mutating func typeReferredTo(_ text: String, at position: JSONText.Position) -> String? {
        switch ReferenceText(text, definitions) {
        case .elsewhere: return entryReferredTo(text, at: position)
        case .local(let id): return local(id, at: position)
        case .resource(let type): return type
        case .search(let type):
            if surroundings?.isTransaction ?? false { return type }
            report(.value, "Only a transaction may refer to something by a search.", at: position)
        case .malformed:
            report(.value, "This is not #id, Type/id with a type of FHIR R4, or an absolute address.", at: position)
        }
        return nil
    }

    /// What `Reference.type` says, when that is a resource of R4. (It may be the address of another model.)
    private mutating func declaredType(_ value: JSONText.Value, _ targets: Set<String>) -> String? {
        guard let text = value.string, !text.isEmpty else { return nil }
        let base = "http://hl7.org/fhir/StructureDefinition/"
        let name = text.hasPrefix(base) ? String(text.dropFirst(base.count)) : text
        if definitions.knows(resource: name) {
            may(name, targets, at: value.position)
            return name
        }
        if !name.contains(":") {
            report(.value, "This is not the name of a resource of FHIR R4.", at: value.position, severity: .warning)
        }
        return nil
    }

    private mutating func may(_ type: String, _ targets: Set<String>, at position: JSONText.Position) {
        guard !targets.isEmpty, !targets.contains(type) else { return }
        let allowed = targets.sorted().joined(separator: ", ")
        report(.value, "This may refer to \(allowed), not to another type.", at: position)
    }

    /// The type of the contained resource; `#` alone is the resource around it (ref-1).
    private mutating func local(_ id: String, at position: JSONText.Position) -> String? {
        container.referredTo.insert(id)
        guard let type = container.types[id] else {
            report(.invariant, "No contained resource has this id (ref-1).", at: position)
            return nil
        }
        return definitions.knows(resource: type) ? type : nil
    }
}
