import Foundation
import Outbox
import Vocabulary

struct EndpointPage: Sendable {
    let now: Line?
    let subscriptions: [Line]
    let token: String?
    let address: TextField
    let button: String
    let errorSummary: ErrorSummary?

    /// What is registered, and how it goes.
    struct Line: Sendable {
        let id: String
        let system: String
        let address: String
        let since: String
        let hears: String
        let reason: String?
        /// Until when it goes on, or when it ended by itself; neither where it has no end.
        let until: String?
        let ended: String?
        let arrived: String
        let waiting: String
        let trouble: String?
        let givenUp: String?
    }

    init(
        _ own: KeptEndpoint?, subscriptions: [KeptEndpoint], typed: String?, token: String?, faults: FieldFaults,
        at moment: Date
    ) {
        now = own.map { Line($0, moment) }
        self.subscriptions = subscriptions.map { Line($0, moment) }
        self.token = token
        address = TextField(
            "address", label: own == nil ? "Address" : "Another address",
            value: token == nil ? typed : nil,
            hint: "It begins with https://. For example: https://integration.example.ac.uk/footbridge",
            error: faults["address"])
        button = own == nil ? "Register" : "Register anew, with a new token"
        errorSummary = faults.summary
    }
}

extension EndpointPage.Line {
    init(_ kept: KeptEndpoint, _ now: Date) {
        (id, system) = (kept.id.rawValue, kept.systemName ?? "Your own system")
        (address, since) = (kept.address, UKTime.short(kept.registeredAt, now: now))
        (hears, reason) = (kept.hears, kept.reason)
        ended = kept.endedAt.map { UKTime.short($0, now: now) }
        until = kept.standing == .off ? nil : kept.endsAt.map { UKTime.short($0, now: now) }
        arrived = kept.arrivedAt.map { UKTime.short($0, now: now) } ?? "Nothing yet"
        (waiting, trouble) = (String(kept.waiting), kept.trouble)
        givenUp =
            kept.givenUp == 0
            ? nil : "\(kept.givenUp) could not be delivered. The operator can try them again."
    }
}

extension KeptEndpoint {
    fileprivate var hears: String {
        let which =
            switch (criteria.owner, criteria.requester) {
            case (nil, nil): "All exchanges of its team"
            case (.some, nil): "Exchanges of its team that were sent to one organisation"
            case (nil, .some): "Exchanges of its team that one organisation sent"
            case (.some, .some): "Exchanges of its team from one organisation to another"
            }
        return which + (channel == .restHook ? ": that something happened" : ": a reference and a code")
    }
}
