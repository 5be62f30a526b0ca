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
    /// Whether that was asked for.
    private var isSorted = false
    private(set) var includes: [Inclusion] = []
    /// Whether the answer says how many there are.
    private(set) var isCounted = true
    /// What was asked and is not known; told in the answer.
    private(set) var ignored: [Unknown] = []
    /// What was asked and is heeded, without the place of the page: a place belongs to one question alone.
    private(set) var question = ""
    private(set) var place: String?

    /// The most entries on one page.
    static let most = 100

    /// - Throws: `FHIRProblem` for what cannot be read, and in strict handling for what is not known.
    init(_ pairs: [(String, String)], of resource: ServedResource, handling: Preferences.Handling)
        throws(FHIRProblem)
    {
        page.isDescending = resource.sorting.first?.hasPrefix("-") ?? false
        sort = resource.sorting.first
        var heeded: [String] = []
        for (key, value) in pairs where !value.isEmpty {
            if try !readControl(key, value, resource), try !readTerm(key, value, resource) {
                ignored.append(Unknown(key, value))
                continue
            }
            let kept = key == "_count" ? String(page.most) : value
            if key != Self.placeName { heeded.append("\(Self.encoded(key))=\(Self.encoded(kept))") }
        }
        question = heeded.joined(separator: "&")
        guard handling == .lenient || ignored.isEmpty else { throw unknown(resource) }
    }

    static let placeName = "_page"

    /// - Returns: whether it is a parameter of this resource.
    private mutating func readTerm(
        _ key: String, _ value: String, _ resource: ServedResource
    ) throws(FHIRProblem) -> Bool {
        let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
        guard let parameter = resource.parameters.first(where: { $0.name == parts.first }) else { return false }
        guard !value.utf8.contains(0) else {
            throw FHIRProblem(
                parameter: parameter.name, .value, "\(parameter.name) holds a NUL, which nothing here has.")
        }
        var modifier: SearchParameter.Modifier?
        if parts.count == 2 {
            modifier = SearchParameter.Modifier(rawValue: parts[1])
            guard let modifier, parameter.modifiers.contains(modifier) else {
                throw FHIRProblem(parameter: parameter.name, .notSupported, parameter.modifierWords)
            }
        }
        let term = SearchTerm(name: parameter.name, modifier: modifier, values: Self.alternatives(value))
        if parameter.constant?.code == "true" { _ = try term.truth() }
        terms.append(term)
        return true
    }

    /// - Returns: whether it says how the answer is to look.
    private mutating func readControl(
        _ key: String, _ value: String, _ resource: ServedResource
    ) throws(FHIRProblem) -> Bool {
        switch key {
        case "_count": page.most = try Self.count(value)
        case "_total": isCounted = try Self.total(value)
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

    /// One key sorts: a second, in the same parameter or in another of the name, would be passed over.
    private mutating func readSort(_ value: String, _ resource: ServedResource) -> Bool {
        guard resource.sorting.contains(value), !isSorted else { return false }
        (sort, page.isDescending, isSorted) = (value, value.hasPrefix("-"), true)
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
    mutating func onlyCount() {
        page.most = 0
        isCounted = true
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~:,"))) ?? ""
    }

    private func unknown(_ resource: ServedResource) -> FHIRProblem {
        let named = ignored.map { Fault(.error, .notSupported, at: $0.place, "\($0.words) is not known here.") }
        let list = { (names: [String]) in names.isEmpty ? "nothing" : names.joined(separator: ", ") }
        let included = { (isReverse: Bool) in resource.inclusions.filter { $0.isReverse == isReverse }.map(\.name) }
        let known = """
            \(resource.type) is searched by \(list(resource.parameters.map(\.name))); sorted by one of \
            \(list(resource.sorting)); \
            _include takes \(list(included(false))); _revinclude takes \(list(included(true))).
            """
        return FHIRProblem(.badRequest, named + [Fault(.information, .notSupported, at: nil, known)])
    }

    /// More than a page holds is as much as it holds, and the link to this page says so
    /// (http://hl7.org/fhir/R4/search.html#count).
    private static func count(_ text: String) throws(FHIRProblem) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else {
            throw FHIRProblem(
                parameter: "_count", .value, "_count must be a whole number; a page has \(most) entries at most.")
        }
        return min(Int(text) ?? most, most)
    }

    private static func total(_ text: String) throws(FHIRProblem) -> Bool {
        switch text {
        case "none": false
        case "estimate", "accurate": true
        default: throw FHIRProblem(parameter: "_total", .notSupported, "_total takes none, estimate or accurate.")
        }
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

extension Search {
    /// Something that was asked and is not known.
    struct Unknown: Sendable {
        /// What it is called; values may be somebody's name, so only those are repeated that say how the answer is to look.
        let words: String
        /// Which parameter it is, where it has a name that can be repeated.
        let place: String?

        init(_ key: String, _ value: String) {
            let isControl = ["_sort", "_include", "_revinclude"].contains(key)
            let text = isControl ? "\(key)=\(value)" : key
            let isPlain = { (text: String) in text.wholeMatch(of: /[A-Za-z_:.,=-]{1,60}/) != nil }
            words = isPlain(text) ? text : isControl ? key : "A parameter"
            place = isPlain(key) ? FHIRProblem.place(of: key) : nil
        }
    }
}

extension SearchParameter {
    fileprivate var modifierWords: String {
        let known = modifiers.map { ":\($0.rawValue)" }.sorted().joined(separator: " and ")
        return "\(name) does not have this modifier here; it has \(known.isEmpty ? "none" : known)."
    }
}
