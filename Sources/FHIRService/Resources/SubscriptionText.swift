import FHIR
import Foundation
import Outbox
import Vocabulary

/// A Subscription as a system sends it. What is asked for and not done here is refused, with its place.
struct SubscriptionText {
    let body: JSONText.Value
    /// What it is to replace, as it was read; `nil` where it is new.
    let current: JSONText.Value?

    init(_ body: JSONText.Value, replacing current: JSONText.Value? = nil) {
        (self.body, self.current) = (body, current)
    }

    /// What a message is written in.
    static let payload = "application/fhir+json"
    private static let parts: Set = [
        "resourceType", "id", "meta", "text", "status", "end", "reason", "criteria", "channel",
    ]
    private static let channelParts: Set = ["type", "endpoint", "payload", "header"]

    /// - Throws: `FHIRProblem`.
    func read(allowsPrivate: Bool, at now: Date) throws(FHIRProblem) -> NewSubscription {
        guard body["resourceType"]?.string == "Subscription" else {
            throw FHIRProblem(.badRequest, .invalid, "Send a Subscription.")
        }
        // What is wrong with it the service says, not the system.
        try FHIRProblem.unlessOnly(
            current == nil ? Self.parts : Self.parts.union(["error"]), in: body, at: "Subscription")
        try FHIRProblem.unlessOnly(Self.channelParts, in: body["channel"], at: "Subscription.channel")
        if let current {
            guard body["id"] == current["id"] else {
                throw FHIRProblem(
                    .badRequest, .invalid, "Send the Subscription that has this id.", at: "Subscription.id")
            }
        } else if body["status"]?.string != "requested" {
            throw Self.refusal("A subscription begins as requested.", "status")
        }
        let reason = try Self.mended("reason") { () throws(InvalidInput) in
            try TypedText.required(body["reason"]?.string, field: "reason", called: "the reason", most: 200)
        }
        let address = try Self.mended("channel.endpoint") { () throws(InvalidInput) in
            try EndpointAddress(typed: body["channel"]?["endpoint"]?.string, allowsPlain: allowsPrivate)
        }
        return NewSubscription(
            try channel(), try criteria(), reason: reason, at: address, token: try token(), until: try end(after: now))
    }

    /// What is to become of the one that this replaces. At another address nothing has arrived yet.
    func wish() throws(FHIRProblem) -> SubscriptionWish {
        switch body["status"]?.string {
        case "off": return .isOff
        case let status? where status == current?["status"]?.string: return isElsewhere ? .beginsAnew : .goesOn
        case "requested": return .beginsAnew
        default: throw Self.refusal("A subscription is made requested or off; how it goes is said here.", "status")
        }
    }

    private var isElsewhere: Bool { body["channel"]?["endpoint"] != current?["channel"]?["endpoint"] }

    /// A moment to come; or, of one that is off and stays so, the one that was read.
    private func end(after now: Date) throws(FHIRProblem) -> Date? {
        guard let said = body["end"]?.string else { return nil }
        let isKept = body["status"]?.string == "off" && body["end"] == current?["end"]
        guard let end = FHIRTime.moment(said), end > now || isKept else {
            throw FHIRProblem(
                .unprocessableContent, .businessRule,
                "The end has to be in the future. Leave it out, and there is none.",
                at: "Subscription.end")
        }
        return end
    }

    /// An empty knock, or a message; never the task itself, since what waits there would tell of what has changed since.
    private func channel() throws(FHIRProblem) -> EndpointChannel {
        let payload = body["channel"]?["payload"]?.string
        switch body["channel"]?["type"]?.string.flatMap(EndpointChannel.init) {
        case .restHook where payload == nil: return .restHook
        case .restHook: throw Self.refusal("A rest-hook here has no payload. Leave it out.", "channel.payload")
        case .message where payload == nil || payload == Self.payload: return .message
        case .message: throw Self.refusal("Messages are \(Self.payload).", "channel.payload")
        case nil: throw Self.refusal("A channel here is rest-hook or message.", "channel.type")
        }
    }

    /// `Task?owner=Organization/…&requester=Organization/…`, either of them, or `Task?`.
    private func criteria() throws(FHIRProblem) -> EndpointCriteria {
        let refusal = Self.refusal(
            "Criteria here are Task?, with owner=Organization/… or requester=Organization/… or both.", "criteria")
        let parts = (body["criteria"]?.string ?? "").split(separator: "?", omittingEmptySubsequences: false)
        guard parts.first == "Task", parts.count <= 2 else { throw refusal }
        var criteria = EndpointCriteria()
        for (name, value) in FHIRService.pairs(parts.count == 2 ? String(parts[1]) : "", isForm: false) {
            let ids: [OrganisationID] = SearchTerm(name: name, modifier: nil, values: [value]).ids(of: "Organization")
            guard let id = ids.first else { throw refusal }
            switch name {
            case "owner" where criteria.owner == nil: criteria.owner = id
            case "requester" where criteria.requester == nil: criteria.requester = id
            default: throw refusal
            }
        }
        return criteria
    }

    /// What is shown at the address, so that nobody else can knock: the one header that can be asked for. It is in no answer,
    /// so a change may leave it out; but what was shown at one address is not shown at another by leaving something out.
    private func token() throws(FHIRProblem) -> String? {
        let headers = (body["channel"]?["header"]?.items ?? []).compactMap(\.string)
        if current != nil, body["channel"]?["header"] == nil, !isElsewhere { return nil }
        guard headers.count == 1,
            let match = headers[0].wholeMatch(of: /(?i:authorization): *(?i:bearer) +([!-~]{16,500})/)
        else {
            throw Self.refusal(
                "Ask for one header, Authorization: Bearer, with 16 to 500 signs that nobody guesses.", "channel.header"
            )
        }
        return String(match.1)
    }

    private static func mended<T>(
        _ element: String, _ read: () throws(InvalidInput) -> T
    ) throws(FHIRProblem) -> T {
        do { return try read() } catch {
            throw FHIRProblem(
                .unprocessableContent, .invalid, error.faults.map(\.message).joined(separator: " "),
                at: "Subscription.\(element)")
        }
    }

    private static func refusal(_ words: String, _ element: String) -> FHIRProblem {
        FHIRProblem(.unprocessableContent, .notSupported, words, at: "Subscription.\(element)")
    }
}
