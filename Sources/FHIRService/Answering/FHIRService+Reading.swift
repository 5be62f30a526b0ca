import Accounts
import Database
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension FHIRService {
    /// Everything that can be done with a kind of resource, as routes.
    func interactions(of kind: ServedResource) -> [Interaction] {
        [
            Interaction(.get, kind.address, needs: kind.scope) { call in
                try await search(kind, call)
            },
            Interaction(.post, "\(kind.address)/_search", needs: kind.scope) { call in
                try await search(kind, call, posted: try await form(of: call))
            },
            Interaction(.get, "\(kind.address)/:id", needs: kind.scope) { call in try await read(kind, call) },
        ] + kind.writes.map(\.interaction)
    }

    private func read(_ kind: ServedResource, _ call: FHIRCall) async throws -> FHIRAnswer {
        guard let id = call.id else { throw NotFound(kind.type) }
        let pairs = address(of: call)
        let known: Set = ["_elements", "_summary", "_format", "_pretty"]
        let asked = try Search(pairs.filter { known.contains($0.0) }, of: kind, handling: .strict)
        let strange = pairs.filter { !known.contains($0.0) }
        guard strange.isEmpty || call.preferences.handling == .lenient else {
            let named = strange.map { Search.Unknown($0.0, $0.1).words }.joined(separator: ", ")
            throw FHIRProblem(
                .badRequest, .notSupported, "\(named) is not known here. A read takes _elements, _summary and _format.")
        }
        return FHIRAnswer(try await find(id, kind, call), as: asked.shape, of: kind, for: call.request.headers)
    }

    /// The one with this id.
    /// - Throws: `NotFound` where the caller would not find it by searching either.
    private func find(_ id: String, _ kind: ServedResource, _ call: FHIRCall) async throws -> Served {
        if let read = kind.read { return try await read(id, call) }
        // An id has no comma; a search takes two ids with one between them, and tells of both that they were asked for.
        guard !id.contains(",") else { throw NotFound(kind.type) }
        let search = try Search([("_id", id), ("_count", "1")], of: kind, handling: .strict)
        let found = try await kind.found(by: search, call).items.first
        guard let found, found.id == id else { throw NotFound(kind.type) }
        return found
    }

    private func search(
        _ kind: ServedResource, _ call: FHIRCall, posted form: [(String, String)]? = nil
    ) async throws -> FHIRAnswer {
        let session = try call.caller()
        let question = try Question(address(of: call), posted: form, of: kind, keys, system: session.system.id)
        var search = try Search(question.pairs, of: kind, handling: call.preferences.handling)
        try search.begin(on: session.system.id, of: kind, keys)
        for inclusion in search.includes where !session.scopes.isSuperset(of: inclusion.scopes) {
            let needed = inclusion.scopes.map(\.rawValue).joined(separator: " ")
            throw FHIRProblem(.forbidden, .forbidden, "\(inclusion.name) needs \(needed).")
        }
        if case .count = search.shape.summary { search.onlyCount() }
        let page = try await kind.found(by: search, call)
        var included: [Included] = []
        for inclusion in search.includes {
            included.append(Included(name: inclusion.name, page: try await inclusion.find(page.items, call)))
        }
        let sealed = { (place: PageRequest.Place?) in
            try PagePlace(place: place, system: session.system.id, question: "\(kind.type)?\(search.question)")
                .sealed(keys)
        }
        let here = try question.isHidden ? search.place ?? sealed(nil) : search.place
        return FHIRAnswer(
            SearchBundle(
                kind: kind, search: search, page: page, included: included,
                shortage: try await kind.shortage?(search, call), isHidden: question.isHidden, here: here,
                next: try page.next.map(sealed), base: base
            ).resource)
    }

    private func address(of call: FHIRCall) -> [(String, String)] {
        Self.pairs(call.request.uri.query ?? "", isForm: false)
    }

    /// The parameters of a search that is posted.
    private func form(of call: FHIRCall) async throws -> [(String, String)] {
        let form = try await body(of: call.request, as: ["application/x-www-form-urlencoded"], most: Self.smallBody)
        return Self.pairs(String(buffer: form), isForm: true)
    }

    /// - Parameter isForm: in a form a plus is a space. In an address it is one too, as many clients write it, unless it belongs
    ///   to a time zone.
    static func pairs(_ text: String, isForm: Bool) -> [(String, String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                let plain = String(isForm ? part.replacing("+", with: " ") : spaced(part))
                return plain.removingPercentEncoding ?? plain
            }
            return (parts[0], parts.count == 2 ? parts[1] : "")
        }
    }

    /// Every plus is a space, but for the one in `+01:00`.
    private static func spaced(_ part: Substring) -> Substring {
        part.contains("+") ? part.replacing(/\+(?!\d\d(?::|%3[Aa])\d\d)/, with: " ") : part
    }
}
