import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// Exchanges, for people: sending, answering, reading. Each method is one transaction, as one actor.
public struct ExchangeStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    /// Where open pages hear of changes.
    public let announcements: ExchangeAnnouncements
    /// The version at which an exchange has to be for an act on it; `nil` where any will do.
    var expectedVersion: Int?

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        announcements = ExchangeAnnouncements(engine)
    }

    /// One act on one exchange: the file is taken out for `actor`, `body` adds to it, and both sides hear of it after
    /// the commit. A form sent twice (the same `key`) acts once.
    func act(
        on id: ExchangeID, key: String?, by actor: Actor,
        _ body: @escaping @Sendable (inout Act) throws -> Void
    ) async throws {
        let (keys, now, version) = (keys, clock.now, expectedVersion)
        let done = try await engine.write { database -> ExchangeFile? in
            let file = try ExchangeFile.take(id, as: actor, keys: keys, in: database)
            if let key, file.state.keys.contains(key) { return nil }
            try file.require(version: version)
            try file.requireBothSides()
            var act = Act(file: file, actor: actor, key: key, now: now, keys: keys, database: database)
            try body(&act)
            return act.file
        }
        guard let done else { return }
        announcements.announce(id, done.events.last?.kind, to: done.facts.organisations)
    }
}

extension ExchangeFacts {
    /// Both sides.
    var organisations: Set<OrganisationID> { [senderOrganisationID, recipientOrganisationID] }

    /// Those that have not let it go.
    var keepingOrganisations: Set<OrganisationID> {
        Set(
            [
                senderReleasedAt == nil ? senderOrganisationID : nil,
                recipientReleasedAt == nil ? recipientOrganisationID : nil,
            ].compactMap(\.self))
    }
}
