import Accounts
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

/// One call, as an interaction sees it.
struct FHIRCall: Sendable {
    let request: Request
    /// The id in the path, where it has one.
    let id: String?
    /// `nil` where anybody may call.
    let session: SystemSession?

    /// Who calls.
    func caller() throws -> SystemSession {
        guard let session else { throw FHIRProblem(.unauthorized, .login, "Show an access token.") }
        return session
    }

    var preferences: Preferences { Preferences(request.headers) }

    /// What the sender calls this request.
    /// - Throws: `FHIRProblem` for what is no UUID.
    func requestID() throws(FHIRProblem) -> String? {
        guard let id = request.headers[.requestID] else { return nil }
        guard UUIDText.isOne(id) else {
            throw FHIRProblem(.badRequest, .value, "X-Request-Id must be a UUID.")
        }
        return id.lowercased()
    }
}

extension HTTPField.Name {
    static let requestID = Self("X-Request-Id")!
    static let correlationID = Self("X-Correlation-Id")!
}

extension FHIRService {
    /// From the door to the answer; whatever goes wrong is told as an OperationOutcome.
    func answer(_ interaction: Interaction, _ request: Request, id: String?) async -> Response {
        let mirrored = Self.mirrored(request.headers)
        do {
            try Negotiation.check(request)
            var session: SystemSession?
            if let scope = interaction.scope { session = try await admit(request, scope) }
            let call = FHIRCall(request: request, id: id, session: session)
            return try await interaction.perform(call).response(mirrored)
        } catch { return problem(error).answer.response(mirrored) }
    }

    private func problem(_ error: any Error) -> FHIRProblem {
        if let problem = FHIRProblem(refusal: error) { return problem }
        let reference = UUID().uuidString.lowercased()
        logger.error("a call failed", metadata: ["reference": "\(reference)", "error": "\(error)"])
        return FHIRProblem(
            .internalServerError, .exception, "Something went wrong here. Nothing was kept. Reference: \(reference)")
    }

    /// Who shows this token, where it allows `scope`.
    private func admit(_ request: Request, _ scope: SystemScope) async throws -> SystemSession {
        let parts = (request.headers[.authorization] ?? "").split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer",
            let session = try await systems.session(token: String(parts[1]))
        else {
            throw FHIRProblem(.unauthorized, .login, "Show an access token of \(tokenAddress) that has not run out.")
        }
        guard await limit.admits(session.system.id.rawValue, at: clock.now) else {
            throw FHIRProblem(.tooManyRequests, .throttled, "Too many requests in this minute. Nothing was changed.")
        }
        guard session.scopes.contains(scope) else {
            throw FHIRProblem(.forbidden, .forbidden, "The token does not allow \(scope.rawValue).")
        }
        return session
    }

    var tokenAddress: String { publicAddress.appending(path: "oauth/token").absoluteString }

    /// Only ids that are ids come back.
    static func mirrored(_ headers: HTTPFields) -> HTTPFields {
        var fields = HTTPFields()
        for name in [HTTPField.Name.requestID, .correlationID] {
            if let id = headers[name], UUIDText.isOne(id) { fields[name] = id }
        }
        return fields
    }
}

extension Substring {
    var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
