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
            try await endpoints.overview(as: visit.actor), typed: visit.form["address"], token: token, faults: faults,
            at: visit.now)
        let isGood = faults.all.isEmpty
        return .page(
            "endpoints/endpoint", page, title: (isGood ? "" : "Error: ") + "Your own system",
            status: isGood ? .ok : .unprocessableContent)
    }
}

struct EndpointPage: Sendable {
    let now: Now?
    let token: String?
    let address: TextField
    let button: String
    let errorSummary: ErrorSummary?

    /// What is registered.
    struct Now: Sendable {
        let address: String
        let since: String
        let arrived: String
        let waiting: String
        let fault: String?
        let givenUp: String?
    }

    init(
        _ overview: EndpointStore.Overview?, typed: String?, token: String?, faults: FieldFaults, at moment: Date
    ) {
        now = overview.map { Now($0, moment) }
        self.token = token
        address = TextField(
            "address", label: overview == nil ? "Address" : "Another address",
            value: token == nil ? typed : nil,
            hint: "It begins with https://. For example: https://integration.example.ac.uk/footbridge",
            error: faults["address"])
        button = overview == nil ? "Register" : "Register anew, with a new token"
        errorSummary = faults.summary
    }
}

extension EndpointPage.Now {
    init(_ overview: EndpointStore.Overview, _ now: Date) {
        (address, since) = (overview.address, UKTime.short(overview.registeredAt, now: now))
        arrived = overview.lastArrivedAt.map { UKTime.short($0, now: now) } ?? "Nothing yet"
        (waiting, fault) = (String(overview.waiting), overview.fault)
        givenUp =
            overview.givenUp == 0
            ? nil : "\(overview.givenUp) could not be delivered within three days. The operator can try them again."
    }
}
