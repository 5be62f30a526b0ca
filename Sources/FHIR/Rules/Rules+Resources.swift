import Vocabulary

/// Invariants of resources.
extension Rules {
    static func contactable(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard ["name", "telecom", "address", "organization"].allSatisfy({ value[$0] == nil }) else { return }
        inspection.report(
            .invariant, "A contact needs a name, a telecom, an address or an organization (pat-1).", at: value.position)
    }

    static func named(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["identifier"] == nil, value["name"] == nil else { return }
        inspection.report(.invariant, "An organization needs an identifier or a name (org-1).", at: value.position)
    }

    static func policy(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["policy"] == nil, value["policyRule"] == nil else { return }
        inspection.report(.invariant, "A consent needs a policy or a policyRule (ppc-1).", at: value.position)
    }

    static func nameOrQuery(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["name"] != nil, value["query"] != nil else { return }
        inspection.report(.invariant, "An entity has a name or a query, not both (sev-1).", at: value.position)
    }

    static func detailOfCode(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard let detail = value["orderDetail"], value["code"] == nil else { return }
        inspection.report(.invariant, "An orderDetail needs a code that it details (prr-1).", at: detail.position)
    }

    static func reasonOrValue(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard let reason = value["dataAbsentReason"],
            value.members?.contains(where: { $0.key.hasPrefix("value") }) ?? false
        else { return }
        inspection.report(.invariant, "A value that is there is not absent (obs-6).", at: reason.position)
    }

    static func oneContent(_ value: JSONText.Value, _ inspection: inout Inspection) {
        let contents = value.members?.count { member in
            ["resource", "part"].contains(member.key) || member.key.hasPrefix("value")
        }
        let hasExtendedValue = value.members?.contains { $0.key.hasPrefix("_value") } ?? false
        guard contents != 1, !(contents == 0 && hasExtendedValue) else { return }
        inspection.report(
            .invariant, "A parameter has either a value, a resource or parts (inv-1).", at: value.position)
    }
}
