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

    /// What is not done with a kind of resource, by method and path.
    static func undone(_ kind: ServedResource, in interactions: [Interaction]) -> [(HTTPRequest.Method, String)] {
        let tried: [(HTTPRequest.Method, String)] =
            [.post, .put, .patch, .delete].map { ($0, kind.address) }
            + [.put, .patch, .delete].map { ($0, "\(kind.address)/:id") }
        return tried.filter { method, path in !interactions.contains { $0.method == method && $0.path == path } }
    }

    /// Adds an answer to each of these, which says what is done instead (RFC 9110, section 15.5.6).
    func addRefusals<Context: RequestContext>(of kind: ServedResource, to router: Router<Context>) {
        let interactions = interactions(of: kind)
        for (method, path) in Self.undone(kind, in: interactions) {
            let methods = interactions.filter { $0.path == path }.map(\.method.rawValue)
            router.on(RouterPath(path), method: method) { request, _ in
                var answer = FHIRProblem(.methodNotAllowed, .notSupported, kind.otherwise).answer
                answer.headers[.allow] = methods.joined(separator: ", ")
                return answer.response(Self.mirrored(request.headers))
            }
        }
    }
}
