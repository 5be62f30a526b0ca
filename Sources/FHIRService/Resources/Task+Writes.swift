import Database
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension FHIRService {
    /// A status moves along the same acts as on the pages, by a named person, from the version that was seen.
    var taskWrites: [ServedResource.Write] {
        [
            .init(
                code: "update",
                interaction: Interaction(.put, "/fhir/R4/Task/:id", needs: .acts) { call in
                    let body = try await inspected(call.request)
                    return try await change(call) { current in try TaskChange(whole: body, from: current) }
                }),
            .init(
                code: "patch",
                interaction: Interaction(.patch, "/fhir/R4/Task/:id", needs: .acts) { call in
                    let steps = try await patch(call.request)
                    return try await change(call) { current in try TaskChange(patch: steps, from: current) }
                }),
        ]
    }

    private func change(
        _ call: FHIRCall, _ read: (JSONText.Value) throws -> TaskChange
    ) async throws -> FHIRAnswer {
        let seen = try await task(call.id, call)
        let version = try Self.expectedVersion(call)
        let change = try read(seen.served.resource)
        let person = try await namedPerson(call)
        let act = TaskAct(change: change, seen: seen, key: try call.requestID())
        try await act.perform(in: exchanges.expecting(version), by: person)
        let served = try await task(call.id, call).served
        return FHIRAnswer(changed: served, as: call.preferences.return)
    }

    /// - Throws: `FHIRProblem` where the caller does not say what it has seen, or that is no version of ours.
    private static func expectedVersion(_ call: FHIRCall) throws(FHIRProblem) -> Int {
        guard let header = call.request.headers[.ifMatch] else {
            throw FHIRProblem(
                .preconditionRequired, .required, "Send If-Match with the ETag of the version that you have read.")
        }
        guard let version = ETag.list(header).first.flatMap(Int.init) else { throw .outdated }
        return version
    }

    private func patch(_ request: Request) async throws -> [JSONText.Value] {
        let body = try await body(of: request, as: ["application/json-patch+json"], most: smallBody)
        guard let steps = try Self.read(Data(buffer: body)).items else {
            throw FHIRProblem(.badRequest, .structure, "A JSON Patch is a list of steps.")
        }
        return steps
    }
}

extension FHIRAnswer {
    /// What was changed, as the caller wants to hear of it.
    init(changed served: Served, as wish: Preferences.Return, status: HTTPResponse.Status = .ok) {
        let body: JSONText.Value? =
            switch wish {
            case .minimal: nil
            case .representation: served.resource
            case .outcome: OperationOutcome.resource([Fault(.information, .informational, at: nil, "Done.")])
            }
        self.init(body, status: status)
        headers = Self.version(of: served)
    }
}
