import FHIR
import Foundation
import HTTPTypes
import Vocabulary

extension FHIRService {
    /// Creates a resource; where the caller sends `If-None-Exist`, only if that search finds none
    /// (http://hl7.org/fhir/R4/http.html#ccreate). Of two such calls at the same moment one is refused by the store's own rule
    /// against doing a thing twice; it then finds what the other has made.
    func create(
        _ kind: ServedResource, _ call: FHIRCall, _ make: () async throws -> Served
    ) async throws -> FHIRAnswer {
        if let known = try await known(kind, call) { return made(known, .ok, call) }
        do { return made(try await make(), .created, call) } catch let conflict as Conflict {
            guard let known = try await known(kind, call) else { throw conflict }
            return made(known, .ok, call)
        }
    }

    private func made(_ served: Served, _ status: HTTPResponse.Status, _ call: FHIRCall) -> FHIRAnswer {
        var answer = FHIRAnswer(changed: served, as: call.preferences.return, status: status)
        answer.headers[.location] = base.appending(path: served.reference).absoluteString
        return answer
    }

    /// What is there already, of what the caller would create.
    /// - Throws: `FHIRProblem` with status 412 where there are several.
    private func known(_ kind: ServedResource, _ call: FHIRCall) async throws -> Served? {
        guard let search = try condition(kind, call) else { return nil }
        let page = try await kind.found(by: search, call)
        guard page.total <= 1 else {
            throw FHIRProblem(.preconditionFailed, .multipleMatches, "If-None-Exist finds \(page.total) of these.")
        }
        return page.items.first
    }

    /// What must not be there for the caller's resource to be created; `nil` where it does not matter.
    func condition(_ kind: ServedResource, _ call: FHIRCall) throws -> Search? {
        guard let query = call.request.headers[.ifNoneExist] else { return nil }
        guard try call.caller().scopes.contains(kind.scope) else {
            throw FHIRProblem(.forbidden, .forbidden, "If-None-Exist needs \(kind.scope.rawValue).")
        }
        let asked = query.trimmingPrefix("\(kind.type)?")
        let pairs = Self.pairs(String(asked), isForm: false) + [("_count", "1")]
        let search = try Search(pairs, of: kind, handling: .strict)
        guard !search.terms.isEmpty else {
            throw FHIRProblem(.badRequest, .required, "If-None-Exist says by what it would be found.")
        }
        return search
    }
}

extension FHIRProblem {
    /// - Throws: where there is an element that nobody here would keep or heed.
    static func unlessOnly(
        _ known: Set<String>, in value: JSONText.Value?, at place: String
    ) throws(FHIRProblem) {
        guard let strange = value?.members?.map(\.key).first(where: { !known.contains($0) }) else { return }
        throw FHIRProblem(
            .unprocessableContent, .notSupported, "This is not kept here. Leave it out.", at: "\(place).\(strange)")
    }
}

extension HTTPField.Name {
    static let ifNoneExist = Self("If-None-Exist")!
}
