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
        let isCurrent = seen.served.version == String(version)
        let key = try call.requestID().map { "\($0) \(change.mark(of: person))" }
        let act = TaskAct(change: change, seen: seen, isCurrent: isCurrent, key: key)
        try await act.perform(in: exchanges.expecting(version), by: person)
        let served = try await task(call.id, call).served
        return FHIRAnswer(changed: served, as: call.preferences.return)
    }

    private static func expectedVersion(_ call: FHIRCall) throws(FHIRProblem) -> Int {
        guard let version = Int(try expected(call)) else { throw .outdated }
        return version
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
