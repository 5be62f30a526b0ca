import Audit
import Database
import Foundation
import Students
import Vocabulary

/// What a withdrawal did to the exchanges that relied on the consent.
public struct Withdrawal: Sendable, Equatable {
    /// Nobody had read them: they are gone from the recipient.
    public let recalled: [ExchangeID]
    /// Somebody had: they are marked, their readers are told, and nobody else can begin to read them.
    public let marked: [ExchangeID]
}

extension ExchangeStore {
    /// Withdraws a consent, as the student or for them, and with it every exchange that relied on it: what nobody has
    /// read is recalled, what somebody has read is marked and its readers told. One transaction; both sides see it.
    ///
    /// Of what was read, nothing more is asked than that somebody reads what it means, and closes.
    /// - Throws: `NotFound` for a consent that is not the actor's to change, `Conflict` where it was withdrawn before.
    @discardableResult
    public func withdrawConsent(_ consent: ConsentID, by actor: Actor) async throws -> Withdrawal {
        let (keys, now) = (keys, clock.now)
        let (withdrawal, told) = try await engine.write { database in
            let ended = try StudentsStore.withdraw(consent, by: actor, at: now, keys: keys, in: database)
            let files = try Self.relying(on: ended.map(\.id), keys: keys, in: database)
            return try Self.withdraw(files, by: actor, at: now, keys: keys, in: database)
        }
        for (id, organisations) in told {
            announcements.announce(id, .consentWithdrawn, to: organisations)
        }
        return withdrawal
    }

    private static func relying(
        on consents: [ConsentID], keys: KeyRing, in database: any Reading
    ) throws -> [ExchangeFile] {
        let rows = try database.rows(
            """
            SELECT e.id FROM exchange e JOIN sharing_decision d ON d.id = e.sharing_decision_id
            WHERE d.consent_id IN (\(list: consents)) ORDER BY e.created_at, e.id
            """
        )
        return try rows.map { try ExchangeFile.take($0("id"), keys: keys, in: database) }
    }

    private static func withdraw(
        _ files: [ExchangeFile], by actor: Actor, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> (Withdrawal, [(ExchangeID, Set<OrganisationID>)]) {
        var (recalled, marked): ([ExchangeID], [ExchangeID]) = ([], [])
        var told: [(ExchangeID, Set<OrganisationID>)] = []
        for file in files {
            var act = Act(file: file, actor: actor, key: nil, now: now, keys: keys, database: database)
            let state = file.state
            if state.status == .sent && state.readers.isEmpty {
                try act.add(.recalled, words: .init(text: "The student withdrew consent."))
                recalled.append(file.facts.id)
            } else if state.status.following(.consentWithdrawn) != nil && state.consentWithdrawnAt == nil {
                try act.add(.consentWithdrawn)
                try act.file.markUnseen(at: now, in: database)
                marked.append(file.facts.id)
            } else {
                continue
            }
            try act.tellOfWithdrawal()
            told.append((file.facts.id, file.facts.organisations))
        }
        return (Withdrawal(recalled: recalled, marked: marked), told)
    }
}

extension Act {
    /// Both organisations, as long as they keep it, and by name everybody who has read it.
    fileprivate func tellOfWithdrawal() throws {
        let facts = file.facts
        let payload = ["reference": facts.reference]
        let knowing = Set(file.state.readers.keys).union(file.state.lookers.keys)
        let readers = knowing.sorted { $0.rawValue < $1.rawValue }
        let entries =
            [
                facts.toSender("exchange.consentWithdrawn"),
                OutboxEntry(
                    "exchange.consentWithdrawn", subject: facts.id, to: facts.recipientOrganisationID, payload: payload),
            ]
            + readers.map {
                OutboxEntry(
                    "exchange.consentWithdrawn", subject: facts.id, to: facts.recipientOrganisationID, account: $0,
                    payload: payload)
            }
        let keeping = facts.keepingOrganisations
        for entry in entries where entry.recipientOrganisationID.map(keeping.contains) ?? false {
            try database.post(entry, at: now)
        }
    }
}
