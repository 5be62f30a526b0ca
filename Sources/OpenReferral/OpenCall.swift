import Foundation
import Hummingbird
import Vocabulary

/// One question, as an endpoint sees it.
struct OpenCall: Sendable {
    /// The id in the path, where it has one.
    let id: String
    let query: OpenQuery
}

extension OpenReferral {
    /// From the door to the answer; whatever goes wrong is told as JSON that names the parameter.
    func answer(_ endpoint: Endpoint, _ request: Request, _ id: String?, from address: String) async -> Response {
        let answer: OpenAnswer
        do {
            guard await limit.admits(address, at: clock.now) else { throw TooMany() }
            let query = try OpenQuery(request.uri.query, known: endpoint.known)
            answer = try await endpoint.perform(OpenCall(id: id ?? "", query: query))
        } catch { answer = problem(error) }
        return answer.response(to: request)
    }

    private func problem(_ error: any Error) -> OpenAnswer {
        switch error {
        case let invalid as InvalidInput:
            let fault = invalid.faults.first
            return OpenAnswer(.badRequest, Problem(error: fault?.message ?? "", parameter: fault?.field))
        case is NotFound: return OpenAnswer(.notFound, Problem(error: "There is nothing here of that name."))
        case is TooMany:
            return OpenAnswer(.tooManyRequests, Problem(error: "Too many requests in this minute. Wait a minute."))
        default:
            let reference = UUID().uuidString.lowercased()
            logger.error("a question failed", metadata: ["reference": "\(reference)", "error": "\(error)"])
            let words = "Something went wrong here. Reference: \(reference)"
            return OpenAnswer(.internalServerError, Problem(error: words))
        }
    }
}

/// More questions of one address in a minute than the installation answers.
private struct TooMany: Error {}

/// What is told where there is no answer.
struct Problem: Encodable {
    let error: String
    var parameter: String?
}
