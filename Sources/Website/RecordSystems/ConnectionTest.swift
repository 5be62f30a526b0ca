import Accounts
import Exchange
import Foundation
import Outbox
import Vocabulary

/// One thing that a test of a connection has shown.
struct ConnectionFinding: Sendable, Equatable {
    let isGood: Bool
    let words: String

    init(_ isGood: Bool, _ words: String) { (self.isGood, self.words) = (isGood, words) }
}

/// Goes through a connection step by step, for the manager who keeps it: nothing secret in it, and nothing of any message.
public struct ConnectionTest: Sendable {
    let systems: RecordSystemStore
    let published: PublishedKeys
    let incoming: IncomingStore
    /// Sends a test to an organisation's own system; `nil` where it has none.
    let tryEndpoint: @Sendable (OrganisationID) async throws -> EndpointAnswer?

    public init(
        systems: RecordSystemStore, published: PublishedKeys, incoming: IncomingStore,
        tryEndpoint: @escaping @Sendable (OrganisationID) async throws -> EndpointAnswer?
    ) {
        (self.systems, self.published, self.incoming) = (systems, published, incoming)
        self.tryEndpoint = tryEndpoint
    }

    /// - Throws: `NotFound` for a system of another organisation, and for one that is shut out.
    func findings(about id: RecordSystemID, as actor: Actor, at now: Date) async throws -> [ConnectionFinding] {
        let before = try await systems.system(id, as: actor)
        guard before.revokedAt == nil else { throw NotFound("record system") }
        try await published.readAnew(before)
        let system = try await systems.system(id, as: actor)
        let arrivals = try await incoming.lastArrivals(from: id, as: actor)
        let answer = try await tryEndpoint(system.organisationID)
        return [system.addressFinding].compactMap(\.self) + system.keyFindings + system.tokenFindings(at: now)
            + arrivals.findings(at: now) + [answer.finding]
    }
}

extension RecordSystem {
    fileprivate var addressFinding: ConnectionFinding? {
        guard let keysAddress else { return nil }
        guard let keysFault else { return ConnectionFinding(true, "Its keys were read just now at \(keysAddress).") }
        return ConnectionFinding(false, "Its keys could not be read at \(keysAddress): \(keysFault)")
    }

    fileprivate var keyFindings: [ConnectionFinding] {
        guard !keys.keys.isEmpty else {
            return [ConnectionFinding(false, "No key of it is known, so it cannot sign in.")]
        }
        return keys.keys.map {
            ConnectionFinding(true, "The key “\($0.kid.prefix(60))” can sign with \($0.algorithms).")
        }
    }

    fileprivate func tokenFindings(at now: Date) -> [ConnectionFinding] {
        let signedIn =
            lastUsedAt.map { ConnectionFinding(true, "It was last given a token \(UKTime.short($0, now: now)).") }
            ?? ConnectionFinding(false, "It has not been given a token yet.")
        guard let refusedAt, let refusedBecause else { return [signedIn] }
        let isOver = lastUsedAt.map { $0 > refusedAt } ?? false
        let since = isOver ? " It has signed in since." : ""
        let words = "It was last refused a token \(UKTime.short(refusedAt, now: now)): \(refusedBecause)\(since)"
        return [signedIn, ConnectionFinding(isOver, words)]
    }
}

extension [MessageArrival] {
    fileprivate func findings(at now: Date) -> [ConnectionFinding] {
        guard !isEmpty else { return [ConnectionFinding(true, "It has handed in no message yet.")] }
        return map { arrival in
            ConnectionFinding(
                true, "A message arrived \(UKTime.short(arrival.receivedAt, now: now)) and \(arrival.fate.words).")
        }
    }
}

extension MessageArrival.Fate {
    fileprivate var words: String {
        switch self {
        case .waiting: "waits for a person of the team"
        case .takenUp: "somebody of the team has begun a notice from it"
        case .told: "became a notice"
        case .setAside: "was set aside by a person of the team"
        case .takenBack: "was taken back by the system before anything was sent"
        case .tookBack: "took an earlier one back"
        case .tookNothingBack: "was to take back one that had not come"
        }
    }
}

extension EndpointAnswer? {
    fileprivate var finding: ConnectionFinding {
        guard let self else {
            return ConnectionFinding(
                true, "No system of your own is registered to hear what happens, so none was told.")
        }
        return ConnectionFinding(
            self.isGood, self.isGood ? self.words : "Your own system did not accept a test message. \(self.words)")
    }
}
