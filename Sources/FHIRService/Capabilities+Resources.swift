import FHIR
import Foundation
import Vocabulary

extension ServedResource {
    /// What can be done with this kind of resource, as the capability statement says it.
    var capability: JSONText.Value {
        let codes = ["read", "search-type"] + writes.map(\.code)
        let included = { (isReverse: Bool) in
            inclusions.filter { $0.isReverse == isReverse }.map { JSONText.Value.string($0.name) }
        }
        return .object(
            [
                part("extension", list: needed.map(Self.combination)), .init("type", .string(type)),
                part("supportedProfile", list: ServedResource.ukCore(type).map { [.string($0)] } ?? []),
                .init("interaction", .array(codes.map { ["code": .string($0)] })),
                .init("documentation", .string(otherwise)), .init("versioning", versioning),
                .init("readHistory", false), .init("updateCreate", false),
                .init("conditionalCreate", .boolean(codes.contains("create"))), .init("conditionalRead", "not-match"),
                part("searchInclude", list: included(false)), part("searchRevInclude", list: included(true)),
                .init("searchParam", .array(parameters.map(described) + controls)),
            ].compactMap(\.self))
    }

    /// What is changed from a version that was seen needs its ETag; other versions than the last are not kept
    /// (http://hl7.org/fhir/R4/valueset-versioning-policy.html).
    private var versioning: JSONText.Value {
        writes.contains { $0.code == "update" } ? "versioned-update" : "versioned"
    }

    private func described(_ parameter: SearchParameter) -> JSONText.Value {
        let modifiers = parameter.modifiers.map { ":\($0.rawValue)" }.sorted().joined(separator: ", ")
        let words = [
            parameter.isForBodyAlone ? bodyAlone : nil, parameter.remark,
            needed.isEmpty || needed.contains(parameter.name) ? nil : "Beside \(needed.joined(separator: " or ")).",
            parameter.constant.map { "It is \($0.code) of all that are found." },
            modifiers.isEmpty ? nil : "Modifiers: \(modifiers).",
        ].compactMap(\.self)
        return Self.parameter(parameter.name, parameter.kind.rawValue, words.joined(separator: " "))
    }

    /// How an answer is to look, of which every search takes any.
    private var controls: [JSONText.Value] {
        [
            Self.parameter(
                "_count", "number", "From 0 to \(Search.most); more is \(Search.most), as the link self says."),
            Self.parameter("_sort", "string", "One of \(sorting.joined(separator: ", "))."),
            Self.parameter("_summary", "token", "true, data, count or false."),
            Self.parameter("_elements", "string", "Names of elements of the first level, with commas between them."),
            Self.parameter("_total", "token", "none, or accurate, as it is where nothing is said."),
        ]
    }

    private static func parameter(_ name: String, _ type: String, _ words: String) -> JSONText.Value {
        .object(
            [
                .init("name", .string(name)), .init("type", .string(type)), part("documentation", text: words),
            ].compactMap(\.self))
    }

    /// That a search may ask by this parameter alone, where others need one of these beside them.
    private static func combination(_ name: String) -> JSONText.Value {
        [
            "url": "http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination",
            "extension": [["url": "required", "valueString": .string(name)]],
        ]
    }

    private var bodyAlone: String {
        """
        Only in the form body of POST \(address)/_search, since it says who somebody is. In an address it is refused. \
        The links of the answer hold it sealed.
        """
    }
}
