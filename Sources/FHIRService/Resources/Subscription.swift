import Accounts
import Database
import FHIR
import Foundation
import Outbox
import Vocabulary

extension FHIRService {
    /// Where the calling system hears of what happens: another door to the endpoints that managers see on their page.
    var subscriptions: ServedResource {
        ServedResource(
            type: "Subscription", scope: .subscriptions,
            otherwise: "A subscription is changed by PUT of the whole.",
            parameters: [.token("_id"), .code("status"), .code("type"), .uri("url")],
            sorting: ["_id", "-_id"], required: ["status", "reason", "criteria", "channel"],
            brief: ["status", "end", "reason", "criteria", "error", "channel"],
            search: { search, call in
                let ids: [EndpointID]? = try search.values("_id") { $0.ids(of: "Subscription") }
                let own = try await endpoints.subscriptions(as: call.caller().actor).filter { kept in
                    (ids?.contains(kept.id) ?? true) && kept.isMeant(by: search)
                }
                return PageOf(own.map(\.served), search.page, id: \.id)
            },
            writes: [
                .init(
                    code: "create",
                    interaction: Interaction(.post, "/fhir/R4/Subscription", needs: .subscribing) { call in
                        try await create(self.subscriptions, call) { try await subscribe(call) }
                    }),
                .init(
                    code: "update",
                    interaction: Interaction(.put, "/fhir/R4/Subscription/:id", needs: .subscribing) { call in
                        FHIRAnswer(changed: try await changeSubscription(call), as: call.preferences.return)
                    }),
                .init(
                    code: "delete",
                    interaction: Interaction(.delete, "/fhir/R4/Subscription/:id", needs: .subscribing) { call in
                        guard let id = call.id.flatMap(EndpointID.init) else { throw NotFound("subscription") }
                        try await endpoints.unsubscribe(id, by: call.caller().actor)
                        return FHIRAnswer(nil, status: .noContent)
                    }),
            ])
    }

    private func subscribe(_ call: FHIRCall) async throws -> Served {
        let body = try await inspected(call.request)
        let caller = try subscriber(call)
        let new = try SubscriptionText(body).read(allowsPrivate: endpoints.allowsPrivate, at: clock.now)
        return try await subscription(endpoints.subscribe(new, by: caller), of: caller).served
    }

    /// From the version that was seen, by the rules by which it is made.
    private func changeSubscription(_ call: FHIRCall) async throws -> Served {
        let body = try await inspected(call.request)
        let caller = try subscriber(call)
        guard let id = call.id.flatMap(EndpointID.init) else { throw NotFound("subscription") }
        let seen = try await subscription(id, of: caller).served
        let version = try Self.expected(call)
        let text = SubscriptionText(body, replacing: seen.resource)
        let new = try text.read(allowsPrivate: endpoints.allowsPrivate, at: clock.now)
        try await endpoints.change(id, to: new, try text.wish(), by: caller) { kept in
            guard kept.served.version == version else { throw FHIRProblem.outdated }
        }
        return try await subscription(id, of: caller).served
    }

    /// It tells of tasks, so whoever may not read them hears of none.
    private func subscriber(_ call: FHIRCall) throws -> Actor {
        let caller = try call.caller()
        guard caller.scopes.contains(.exchanges) else {
            throw FHIRProblem(
                .forbidden, .forbidden, "A subscription to tasks needs \(SystemScope.exchanges.rawValue).")
        }
        return caller.actor
    }

    /// - Throws: `NotFound` where it is not the caller's own.
    private func subscription(_ id: EndpointID, of caller: Actor) async throws -> KeptEndpoint {
        let own = try await endpoints.subscriptions(as: caller)
        guard let found = own.first(where: { $0.id == id }) else { throw NotFound("subscription") }
        return found
    }
}

extension PageOf {
    /// One page of a short list that is at hand as a whole, by id.
    init(_ all: [Item], _ page: PageRequest, id: (Item) -> String) {
        let sorted = all.sorted { page.isDescending ? id($0) > id($1) : id($0) < id($1) }
        let rest = sorted.drop { item in
            page.after.map { page.isDescending ? id(item) >= $0.id : id(item) <= $0.id } ?? false
        }
        let shown = Array(rest.prefix(page.most))
        let next = rest.count > shown.count ? shown.last.map { PageRequest.Place(key: .text(id($0)), id: id($0)) } : nil
        self.init(items: shown, total: all.count, next: next)
    }
}

extension KeptEndpoint {
    fileprivate func isMeant(by search: Search) -> Bool {
        search["status"].allSatisfy { $0.means(standing.rawValue, of: Self.statuses) }
            && search["type"].allSatisfy { $0.means(channel.rawValue, of: Self.channels) }
            && search["url"].allSatisfy { $0.values.contains(address) }
    }

    private static let statuses = "http://hl7.org/fhir/subscription-status"
    private static let channels = "http://terminology.hl7.org/CodeSystem/subscription-channel-type"

    /// As R4's Subscription; the token stays here.
    fileprivate var served: Served {
        Served(
            "Subscription", id: id,
            [
                part("status", text: standing.rawValue), part("end", text: endsAt.map(FHIRTime.exact)),
                part("reason", text: reason),
                part("criteria", text: criteria.asked), part("error", text: trouble),
                .init(
                    "channel",
                    .object(
                        [
                            part("type", text: channel.rawValue), part("endpoint", text: address),
                            part("payload", text: channel == .message ? SubscriptionText.payload : nil),
                        ].compactMap(\.self))),
            ])
    }
}

extension EndpointCriteria {
    /// As the search that it is.
    fileprivate var asked: String {
        let terms = [
            owner.map { "owner=Organization/\($0)" }, requester.map { "requester=Organization/\($0)" },
        ].compactMap(\.self)
        return "Task?" + terms.joined(separator: "&")
    }
}
