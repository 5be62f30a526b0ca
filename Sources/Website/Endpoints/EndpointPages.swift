import Foundation
import Outbox
import Vocabulary

/// Where a manager says at which address the organisation's own system hears of what happens.
public struct EndpointPages: Feature {
    let endpoints: EndpointStore

    public init(endpoints: EndpointStore) { self.endpoints = endpoints }

    public func routes(_ site: inout RouteTable) {
        site.get("/endpoint", needs: .keepRecordSystems) { visit in try await show(visit) }
        site.post("/endpoint", needs: .keepRecordSystems, register)
        site.post("/endpoint/end", needs: .keepRecordSystems) { visit in
            try await endpoints.end(by: visit.actor)
            return .seeOther("/endpoint", flash: "Ended. Your system hears nothing any more.")
        }
        site.post("/endpoint/subscriptions/:id/end", needs: .keepRecordSystems) { visit in
            try await endpoints.endSubscription(try visit.id(), by: visit.actor)
            return .seeOther("/endpoint", flash: "Ended. That address hears nothing any more.")
        }
    }

    /// The token is in this one answer, and nowhere after it.
    private func register(_ visit: Visit) async throws -> Answer {
        do {
            let token = try await endpoints.register(visit.form["address"], by: visit.actor)
            return try await show(visit, token: token)
        } catch let invalid as InvalidInput { return try await show(visit, FieldFaults(invalid)) }
    }

    private func show(
        _ visit: Visit, _ faults: FieldFaults = FieldFaults(), token: String? = nil
    ) async throws -> Answer {
        let page = EndpointPage(
            try await endpoints.overview(as: visit.actor),
            subscriptions: try await endpoints.subscriptions(of: visit.actor), typed: visit.form["address"],
            token: token, faults: faults, at: visit.now)
        return .form("endpoints/endpoint", page, title: "Your own system", faults)
    }
}
