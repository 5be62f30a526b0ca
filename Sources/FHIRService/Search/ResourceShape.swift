import FHIR
import Vocabulary

/// Which parts of a resource are wanted (http://hl7.org/fhir/R4/search.html#summary, #elements).
struct ResourceShape: Sendable {
    var summary: Summary?
    var elements: Set<String>?

    enum Summary: Sendable {
        case brief, data, count, all

        /// - Throws: `FHIRProblem` for `text`, since nothing here has a narrative, and for what is not known.
        init(asked: String) throws(FHIRProblem) {
            switch asked {
            case "true": self = .brief
            case "data": self = .data
            case "count": self = .count
            case "false": self = .all
            default:
                throw FHIRProblem(
                    parameter: "_summary", .notSupported, "_summary takes true, data, count or false.")
            }
        }
    }

    /// The resource with the wanted parts alone, and a mark that it is not whole. What FHIR requires always stays.
    func applied(to resource: JSONText.Value, of kind: ServedResource) -> JSONText.Value {
        var kept = elements
        if case .brief = summary { kept = (kept ?? kind.brief).intersection(kind.brief) }
        guard let kept, let members = resource.members else { return resource }
        let always = kind.required.union(["resourceType", "id", "meta"])
        return .object(
            members.filter { kept.contains($0.key) || always.contains($0.key) }.map {
                $0.key == "meta" ? JSONText.Member("meta", Self.marked($0.value)) : $0
            })
    }

    private static func marked(_ meta: JSONText.Value) -> JSONText.Value {
        let tag: JSONText.Value = [
            "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED",
        ]
        return .object((meta.members ?? []) + [.init("tag", [tag])])
    }
}
