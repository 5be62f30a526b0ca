import Vocabulary

/// A rule that the table of elements cannot express. It reports where the walk is.
typealias Rule = @Sendable (_ value: JSONText.Value, _ inspection: inout Inspection) -> Void

/// The invariants that structure rests on, under the keys by which HL7 names them. Those of clinical sense are left
/// out, and those of resources that nobody sends here.
enum Rules {
    static let byType: [String: [Rule]] = [
        "Extension": [extensionOrValue],
        "Period": [startBeforeEnd],
        "Quantity": [systemForCode],
        "Attachment": [contentType, size],
        "ContactPoint": [systemForValue],
        "Patient.contact": [contactable],
        "Organization": [named],
        "Consent": [policy],
        "AuditEvent.entity": [nameOrQuery],
        "ServiceRequest": [detailOfCode],
        "Observation": [reasonOrValue],
        "Parameters.parameter": [oneContent],
        "Bundle": [bundleParts, entries, firstEntry, documentIdentity],
    ]

    static func extensionOrValue(_ value: JSONText.Value, _ inspection: inout Inspection) {
        let members = value.members ?? []
        let hasValue = members.contains { $0.key.hasPrefix("value") || $0.key.hasPrefix("_value") }
        guard hasValue == members.contains(where: { $0.key == "extension" }) else { return }
        inspection.report(
            .invariant, "An extension has either a value or extensions, not both and not neither (ext-1).",
            at: value.position)
    }

    /// per-1, reported only when it is certain: a day and a time of that day do not contradict each other.
    static func startBeforeEnd(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard let start = value["start"]?.string.flatMap(Moment.Reading.init(dateTime:)),
            let end = value["end"]?.string.flatMap(Moment.Reading.init(dateTime:)), start.isAfter(end)
        else { return }
        inspection.report(.invariant, "A period must not end before it starts (per-1).", at: value.position)
    }

    static func systemForCode(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["code"] != nil, value["system"] == nil else { return }
        inspection.report(.invariant, "A unit that has a code needs its system (qty-3).", at: value.position)
    }

    static func systemForValue(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["value"] != nil, value["system"] == nil else { return }
        inspection.report(.invariant, "A contact point that has a value needs its system (cpt-2).", at: value.position)
    }

    static func contentType(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard value["data"] != nil, value["contentType"] == nil else { return }
        inspection.report(.invariant, "An attachment that has data needs its contentType (att-1).", at: value.position)
    }

    /// `size` counts the bytes that base64 stands for.
    static func size(_ value: JSONText.Value, _ inspection: inout Inspection) {
        guard let data = value["data"]?.string, let said = value["size"]?.number.flatMap({ Int($0) }),
            Primitive.base64Binary.accepts(data)
        else { return }
        let characters = data.utf8.count { $0 > 0x20 && $0 != UInt8(ascii: "=") }
        if characters * 3 / 4 != said {
            inspection.report(.value, "The size of the attachment is not that of its data.", at: value.position)
        }
    }
}
