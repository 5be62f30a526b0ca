import FHIR
import Vocabulary

extension JSONText.Value {
    /// The id to which a reference leads; `nil` where it leads to another type, or says none.
    func id<Subject>(of type: String) -> Identifier<Subject>? {
        let parts = (self["reference"]?.string ?? "").split(separator: "/")
        guard parts.count >= 2, parts[parts.count - 2] == type else { return nil }
        return Identifier<Subject>(String(parts[parts.count - 1]))
    }

    /// The code that a concept has of `system`.
    func code(of system: String) -> String? {
        self["coding"]?.items?.first { $0["system"]?.string == system }?["code"]?.string
    }
}
