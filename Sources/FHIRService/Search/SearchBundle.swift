import Database
import FHIR
import Foundation
import Vocabulary

/// The answer to a search: what was found, what comes with it, and where the next page is.
struct SearchBundle {
    let kind: ServedResource
    let search: Search
    let page: PageOf<Served>
    let included: [Included]
    /// Why not all may have been found.
    let shortage: Fault?
    /// Whether no link may say what was asked.
    let isHidden: Bool
    /// The page that this is, and the next, as links name them.
    let here: String?
    let next: String?
    let base: URL

    var resource: JSONText.Value {
        let matches = page.items.map { entry($0, search.shape.applied(to: $0.resource, of: kind), "match") }
        let found = Set(page.items.map(\.reference))
        let others = Dictionary(included.flatMap(\.page.items).map { ($0.reference, $0) }) { first, _ in first }
        let more = others.keys.sorted().filter { !found.contains($0) }.compactMap { others[$0] }
            .map { entry($0, $0.resource, "include") }
        return .object(
            [
                .init("resourceType", "Bundle"), .init("type", "searchset"),
                search.isCounted ? .init("total", .number(page.total)) : nil,
                .init("link", .array(links)), part("entry", list: matches + more + notice),
            ].compactMap(\.self))
    }

    private func entry(_ served: Served, _ resource: JSONText.Value, _ mode: JSONText.Value) -> JSONText.Value {
        [
            "fullUrl": .string(base.appending(path: served.reference).absoluteString), "resource": resource,
            "search": ["mode": mode],
        ]
    }

    private var links: [JSONText.Value] {
        let address = base.appending(path: kind.type).absoluteString
        let asked = search.question.isEmpty || isHidden ? [] : [search.question]
        let here = asked + (here.map { ["\(Search.placeName)=\($0)"] } ?? [])
        let link = { (relation: JSONText.Value, query: [String]) -> JSONText.Value in
            [
                "relation": relation,
                "url": .string(query.isEmpty ? address : "\(address)?\(query.joined(separator: "&"))"),
            ]
        }
        return [link("self", here)] + (next.map { [link("next", asked + ["\(Search.placeName)=\($0)"])] } ?? [])
    }

    /// What was asked and is not known, or is not all here, is never passed over in silence.
    private var notice: [JSONText.Value] {
        let unknown = search.ignored.map {
            Fault(.warning, .notSupported, at: nil, "\($0.words) is not known here, and was ignored.")
        }
        let faults = unknown + included.compactMap(\.shortage) + [shortage].compactMap(\.self)
        if faults.isEmpty { return [] }
        let name = JSONText.Value.string("urn:uuid:\(UUID().uuidString.lowercased())")
        return [["fullUrl": name, "resource": OperationOutcome.resource(faults), "search": ["mode": "outcome"]]]
    }
}

/// What came of one inclusion.
struct Included {
    let name: String
    let page: PageOf<Served>

    /// Says that not all are here.
    fileprivate var shortage: Fault? {
        let left = page.total - page.items.count
        guard left > 0 else { return nil }
        return Fault(
            .warning, .incomplete, at: nil,
            "Of \(name) the newest \(page.items.count) are here, and \(left) more are not. Search for them.")
    }
}
