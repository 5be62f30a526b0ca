import FHIR
import Foundation
import HTTPTypes
import Hummingbird

extension FHIRService {
    /// The version that the caller has seen.
    /// - Throws: `FHIRProblem` where it does not say.
    static func expected(_ call: FHIRCall) throws(FHIRProblem) -> String {
        guard let header = call.request.headers[.ifMatch] else {
            throw FHIRProblem(
                .preconditionRequired, .required, "Send If-Match with the ETag of the version that you have read.")
        }
        guard let version = ETag.list(header).first else { throw .outdated }
        return version
    }

    /// The steps of a JSON Patch (RFC 6902).
    func patch(_ request: Request) async throws -> [JSONText.Value] {
        let body = try await body(of: request, as: ["application/json-patch+json"], most: Self.smallBody)
        guard let steps = try Self.read(Data(buffer: body)).items else {
            throw FHIRProblem(.badRequest, .structure, "A JSON Patch is a list of steps.")
        }
        return steps
    }
}
