import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension FHIRService {
    /// The version that the caller has seen.
    /// - Throws: `FHIRProblem` where it does not say.
    static func expected(_ call: FHIRCall) throws(FHIRProblem) -> String {
        // Any version is one that nobody has read.
        guard let header = call.request.headers[.ifMatch], header.trimmingCharacters(in: .whitespaces) != ETag.any
        else {
            throw FHIRProblem(
                .preconditionRequired, .required, "Send If-Match with the ETag of the version that you have read.")
        }
        guard let version = ETag.list(header).first else { throw .outdated }
        return version
    }

    /// The steps of a JSON Patch (RFC 6902).
    /// - Throws: `FHIRProblem` where there are none.
    func patch(_ request: Request) async throws -> [JSONText.Value] {
        let body = try await body(of: request, as: ["application/json-patch+json"], most: Self.smallBody)
        guard let steps = try Self.read(Data(buffer: body)).items else {
            throw FHIRProblem(.badRequest, .structure, "A JSON Patch is a list of steps.")
        }
        if steps.isEmpty { throw FHIRProblem(.unprocessableContent, .required, "The patch is empty: it has no steps.") }
        return steps
    }
}
