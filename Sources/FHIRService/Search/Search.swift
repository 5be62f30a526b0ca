import Database
import FHIR
import Foundation
import Vocabulary

/// What a search asks for: terms of the resource's own, and how the answer is to look.
struct Search: Sendable {
    private(set) var terms: [SearchTerm] = []
    private(set) var page = PageRequest()
    private(set) var shape = ResourceShape()
    private(set) var sort: String?
    private(set) var includes: [Inclusion] = []
    /// What was asked and is not known; told in the answer.
    private(set) var ignored: [String] = []
    /// The question without the place of the page: a place belongs to one question alone.
    let question: String
    private(set) var place: String?

    /// The most entries on one page.
    static let most = 100

    /// - Throws: `FHIRProblem` for what cannot be read, and in strict handling for what is not known.
    init(_ pairs: [(String, String)], of resource: ServedResource, handling: Preferences.Handling)
        throws(FHIRProblem)
    {
        question = pairs.filter { $0.0 != Self.placeName }.map { "\(Self.encoded($0.0))=\(Self.encoded($0.1))" }
            .joined(separator: "&")
        page.isDescending = resource.sorting.first?.hasPrefix("-") ?? false
        sort = resource.sorting.first
        for (key, value) in pairs where !value.isEmpty {
            guard try !readControl(key, value, resource), try !readTerm(key, value, resource) else { continue }
            ignored.append(key)
        }
        guard handling == .lenient || ignored.isEmpty else { throw unknown(resource) }
    }

    static let placeName = "_page"

    /// - Returns: whether it is a parameter of this resource.
    private mutating func readTerm(
        _ key: String, _ value: String, _ resource: ServedResource
    ) throws(FHIRProblem) -> Bool {
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        guard let parameter = resource.parameters.first(where: { $0.name == parts.first }) else { return false }
        var modifier: SearchParameter.Modifier?
        if parts.count == 2 {
            modifier = SearchParameter.Modifier(rawValue: parts[1])
            guard let modifier, parameter.modifiers.contains(modifier) else {
                throw FHIRProblem(.badRequest, .notSupported, "\(parameter.name) does not have this modifier here.")
            }
        }
        terms.append(SearchTerm(name: parameter.name, modifier: modifier, values: Self.alternatives(value)))
        return true
    }

    /// - Returns: whether it says how the answer is to look.
    private mutating func readControl(
        _ key: String, _ value: String, _ resource: ServedResource
    ) throws(FHIRProblem) -> Bool {
        switch key {
        case "_count": page.most = try Self.count(value)
        case "_sort": return readSort(value, resource)
        case "_summary": shape.summary = try ResourceShape.Summary(asked: value)
        case "_elements": shape.elements = Set(Self.alternatives(value))
        case "_include", "_revinclude": return readInclusion(key, value, resource)
        case Self.placeName: place = value
        case "_format", "_pretty": break
        default: return false
        }
        return true
    }

    private mutating func readSort(_ value: String, _ resource: ServedResource) -> Bool {
        guard resource.sorting.contains(value) else { return false }
        (sort, page.isDescending) = (value, value.hasPrefix("-"))
        return true
    }

    private mutating func readInclusion(_ key: String, _ value: String, _ resource: ServedResource) -> Bool {
        let found = resource.inclusions.first { $0.name == value && $0.isReverse == (key == "_revinclude") }
        if let found { includes.append(found) }
        return found != nil
    }

    /// Begins where the page does that it names.
    /// - Throws: `FHIRProblem` where that was not given to this system for this question.
    mutating func begin(on system: RecordSystemID, of kind: ServedResource, _ keys: KeyRing) throws(FHIRProblem) {
        guard let place else { return }
        let kept = try PagePlace.open(place, keys, system: system, type: kind.type)
        guard kept.question == "\(kind.type)?\(question)" else { throw PagePlace.unknown }
        page.after = kept.place
    }

    /// Asks how many there are, and for none of them.
    mutating func onlyCount() { page.most = 0 }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~:,"))) ?? ""
    }

    private func unknown(_ resource: ServedResource) -> FHIRProblem {
        let known = resource.parameters.map(\.name).joined(separator: ", ")
        let sorting = resource.sorting.joined(separator: ", ")
        return FHIRProblem(
            .badRequest, .notSupported,
            """
            Something that was asked for is not known here. \(resource.type) is searched by \(known); sorted by \(sorting).
            """
        )
    }

    private static func count(_ text: String) throws(FHIRProblem) -> Int {
        guard let number = Int(text), (0...most).contains(number) else {
            throw FHIRProblem(.badRequest, .value, "_count must be a whole number from 0 to \(most).")
        }
        return number
    }

    /// Values with commas between them; a comma that belongs to a value has a backslash before it.
    private static func alternatives(_ text: String) -> [String] {
        var (found, current, isEscaped) = ([String](), "", false)
        for sign in text {
            switch (sign, isEscaped) {
            case ("\\", false): isEscaped = true
            case (",", false):
                found.append(current)
                current = ""
            default:
                current.append(sign)
                isEscaped = false
            }
        }
        return (found + [current]).filter { !$0.isEmpty }
    }
}
