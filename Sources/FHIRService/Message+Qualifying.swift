import FHIR
import Vocabulary

extension Message {
    /// Whether it says so in a way that whoever does not understand it has to refuse or to warn people of
    /// (http://hl7.org/fhir/R4/extensibility.html#modifierExtension); no such thing is understood here.
    var isModified: Bool {
        let parts = [header, focus, encounter, try? patient().resource].compactMap(\.self)
        return bundle["implicitRules"] != nil || parts.contains(where: Self.hasModifier)
    }

    /// Anywhere within.
    private static func hasModifier(_ value: JSONText.Value) -> Bool {
        if let members = value.members {
            return members.contains { modifiers.contains($0.key) || hasModifier($0.value) }
        }
        return value.items?.contains(where: hasModifier) ?? false
    }

    private static let modifiers: Set = ["modifierExtension", "implicitRules"]

    /// Whether another record of the patient counts in place of this one.
    static func isReplaced(_ patient: JSONText.Value) -> Bool {
        let links = patient["link"]?.items ?? []
        return patient["active"]?.boolean == false || links.contains { $0["type"]?.string == "replaced-by" }
    }
}
