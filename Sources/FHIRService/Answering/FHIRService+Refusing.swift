import FHIR
import Foundation
import HTTPTypes
import Hummingbird

extension FHIRService {
    /// By which way something new about a student comes, and why by no other: every other would be one past the decision.
    static let wayIn = """
        What happened to a student is handed in as a message, POST /fhir/R4/$process-message, since nothing leaves before it \
        is decided what may be shared.
        """

    /// Where all of it is.
    public static let root = "/fhir/R4"

    /// What is answered below the root where nothing is done: what can be done there instead (RFC 9110, section 15.5.6), or
    /// what is served at all.
    public func stray(_ request: Request) -> Response {
        let place = Place(request.uri.path)
        let here = interactions(at: place)
        let answer =
            here.isEmpty ? nothing(at: place).answer : Self.otherwise(request.method, here, resource(at: place))
        let response = answer.response(Self.mirrored(request.headers))
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// What is done at an address. One that says `_search` is no id.
    private func interactions(at place: Place) -> [Interaction] {
        let literal = interactions.filter { Place($0.path).parts == place.parts }
        return literal.isEmpty ? interactions.filter { Place($0.path).admits(place) } : literal
    }

    private func resource(at place: Place) -> ServedResource? {
        resources.first { Place($0.address).parts.elementsEqual(place.parts.prefix(3)) }
    }

    /// Another method is refused, or, where somebody asks which there are, they are told.
    private static func otherwise(
        _ method: HTTPRequest.Method, _ here: [Interaction], _ kind: ServedResource?
    ) -> FHIRAnswer {
        let methods = methods(of: here)
        let writes: Set<HTTPRequest.Method> = [.post, .put, .patch, .delete]
        let words = writes.contains(method) ? kind?.otherwise : nil
        var answer =
            method == .options
            ? FHIRAnswer(nil, status: .noContent)
            : FHIRProblem(.methodNotAllowed, .notSupported, words ?? "What is done here: \(methods).").answer
        answer.headers[.allow] = methods
        return answer
    }

    /// As `Allow` lists them.
    static func methods(of interactions: [Interaction]) -> String {
        let methods = interactions.flatMap { $0.method == .get ? [.get, .head] : [$0.method] }
        return (methods + [.options]).map(\.rawValue).joined(separator: ", ")
    }

    private func nothing(at place: Place) -> FHIRProblem {
        let words: String
        if place.parts == Place(Self.root).parts {
            words = """
                Nothing is done at this address itself: no batch, no transaction and no search of everything. Send one request \
                at a time.
                """
        } else if let kind = resource(at: place) {
            words = """
                Nothing of the kind is done with a \(kind.type) here: no history, no compartment and no operation. GET \
                /fhir/R4/metadata says what is.
                """
        } else {
            let types = resources.map(\.type).joined(separator: ", ")
            words = "This is not served here. What is: metadata, $process-message, \(types)."
        }
        return FHIRProblem(.notFound, .notSupported, words)
    }
}

/// An address by its parts; one of an interaction may have `:id` for one of them.
private struct Place {
    let parts: [Substring]

    init(_ path: String) { parts = path.split(separator: "/") }

    func admits(_ other: Place) -> Bool { parts.elementsEqual(other.parts) { $0.hasPrefix(":") || $0 == $1 } }
}
