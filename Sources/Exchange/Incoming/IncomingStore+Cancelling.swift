import Accounts
import Audit
import Database
import Foundation
import Vocabulary

extension IncomingStore {
    /// Takes back whatever the same system handed in before about the same thing, as far as that still can be: one message may
    /// have been sent, and a correction of it wait. Where nothing of that name has come, that it is taken back is kept: should it
    /// come after all, it waits for a person.
    /// - Returns: what came of it at the university, where something had reached one.
    /// - Throws: `NotFound` where the system handed in nothing by that name; `Conflict` where `request` came before with
    ///   another content.
    public func cancel(
        _ cancellation: Cancellation, request: String, contentHash: String, formerHashes: [String] = [],
        from system: RecordSystem
    ) async throws -> Receipt {
        try system.actor.require(.deliverMessages)
        let mark = ContentMark(hash: contentHash, former: formerHashes)
        let (id, now) = (IncomingMessageID(at: clock.now), clock.now)
        let came = try await engine.write { [keys] database -> (Receipt, [ExchangeFacts])? in
            var kept = contentHash
            if let earlier = try Self.earlier(request, mark, of: system, in: database) {
                guard let anew = try Self.anew(mark, earlier, cancellation, of: system, in: database) else {
                    return (earlier, [])
                }
                kept = anew
            }
            let acts = try database.rows(
                """
                SELECT * FROM incoming_message WHERE record_system_id = \(system.id)
                    AND \(sql: Self.isAbout(cancellation.focusHash)) AND cancels IS NULL
                ORDER BY received_at DESC, id DESC
                """
            ).map { message in
                CancellingAct(
                    cancellation: cancellation, message: message, system: system, now: now, keys: keys,
                    database: database)
            }
            let outcomes = try acts.map { act in (act: act, came: try act.go()) }
            let told = outcomes.first { $0.came.effect.reference != nil }
            let main = told ?? outcomes.first { $0.came.effect == .droppedUnsent } ?? outcomes.first
            let outcome = try main.map { try $0.act.outcome($0.came.effect) }
            try Self.keep(
                cancellation, as: id, request: request, contentHash: kept, outcome, of: system, at: now, in: database)
            return outcome.map { (.cancelled($0), outcomes.compactMap(\.came.facts)) }
        }
        guard let (receipt, told) = came else { throw NotFound("message") }
        for facts in told { announcements.announce(facts.id, nil, to: facts.organisations) }
        return receipt
    }

    /// What a cancellation is kept under that came before and acts once more, since something came after it that it takes back.
    /// One that had found nothing makes way for itself.
    /// - Returns: `nil` where nothing came since.
    private static func anew(
        _ mark: ContentMark, _ earlier: Receipt, _ cancellation: Cancellation, of system: RecordSystem,
        in database: any Writing
    ) throws -> String? {
        if let id = earlier.before {
            let early: SQL = "id = \(id) AND cancels = \(id) AND record_system_id = \(system.id)"
            if try database.changes("DELETE FROM incoming_message WHERE \(sql: early)") == 1 { return mark.hash }
        }
        guard case .recognised = earlier,
            let newest = try newest(about: cancellation.focusHash, of: system, in: database), !newest.isCancellation
        else { return nil }
        return mark.kept(after: newest.id)
    }

    /// Keeps the cancellation itself, by which a repetition is recognised. It goes when the exchange does. One that finds nothing
    /// takes back itself.
    private static func keep(
        _ cancellation: Cancellation, as id: IncomingMessageID, request: String, contentHash: String,
        _ outcome: Cancellation.Outcome?, of system: RecordSystem, at now: Date, in database: any Writing
    ) throws {
        let cancelled = outcome?.messageID ?? id
        try database.execute(
            """
            INSERT INTO incoming_message (id, record_system_id, organisation_id, service_id, request_id, content_hash,
                received_at, exchange_id, settled_at, settled_by, focus_hash, cancels)
            VALUES (\(id), \(system.id), \(system.organisationID), \(system.serviceID), \(request), \(contentHash),
                \(now), \(outcome?.exchangeID), \(now), \(system.id), \(cancellation.focusHash), \(cancelled))
            """
        )
        let detail = ["effect": outcome?.effect.code ?? "not-come-yet"]
        let fact = AuditFact("message.cancelled", "incoming_message", cancelled, detail: detail)
        try AuditTrail.record(fact, by: system.actor, at: now, in: database)
    }
}

extension IncomingStore.Receipt {
    /// The message that came before, where this one is the same.
    fileprivate var before: IncomingMessageID? {
        switch self {
        case .repeated(let id), .recognised(let id): id
        case .held, .sent, .cancelled: nil
        }
    }
}

/// The cancelling of one message, within one transaction.
private struct CancellingAct {
    let cancellation: Cancellation
    /// The message that it takes back.
    let message: Row
    let system: RecordSystem
    let now: Date
    let keys: KeyRing
    let database: any Writing

    func go() throws -> (effect: Cancellation.Effect, facts: ExchangeFacts?) {
        guard let file = try file() else { return (try dropUnsent(), nil) }
        guard file.facts.isKeptByAll, file.state.status.isLive || file.state.status == .closed else {
            return (.endedBefore, nil)
        }
        let act = Act(file: file, actor: system.actor, key: nil, now: now, keys: keys, database: database)
        return (try effect(on: act), file.facts)
    }

    /// The exchange that came of the message, where one was sent.
    private func file() throws -> ExchangeFile? {
        guard let id: ExchangeID = try message("exchange_id"),
            try database.row("SELECT id FROM exchange WHERE id = \(id)") != nil
        else { return nil }
        return try ExchangeFile.take(id, keys: keys, in: database)
    }

    private func dropUnsent() throws -> Cancellation.Effect {
        guard try message("settled_at") as Date? == nil else { return .endedBefore }
        try IncomingStore.dropUnsent(message, telling: "incoming.cancelled", of: system, at: now, in: database)
        return .droppedUnsent
    }

    /// What a person sent after deciding, a machine does not take back.
    private func effect(on act: Act) throws -> Cancellation.Effect {
        var act = act
        let (facts, state) = (act.file.facts, act.file.state)
        guard facts.recordSystemID == system.id else {
            try database.post(facts.toSender("exchange.requestCancelled"), at: now)
            return .leftToSender(reference: facts.reference)
        }
        if state.status == .sent, state.readers.isEmpty {
            try act.add(.recalled, words: .init(text: "The record system cancelled the request."))
            try act.tellOtherSide("exchange.recalled")
            return .recalled(reference: facts.reference)
        }
        if cancellation.isMistake {
            try act.add(
                .enteredInError, words: .init(text: "The record system marked the request as entered in error."))
            try act.tellOtherSide("exchange.enteredInError")
            return .markedAsMistake(reference: facts.reference)
        }
        // After a withdrawal there is nothing left to tell the university.
        if state.consentWithdrawnAt != nil { return .endedBefore }
        try ExchangeStore.note("The record system has cancelled the request behind this.", key: "cancelled", act)
        try database.post(facts.toSender("exchange.requestCancelled"), at: now)
        return .toldBothSides(reference: facts.reference)
    }

    func outcome(_ effect: Cancellation.Effect) throws -> Cancellation.Outcome {
        try Cancellation.Outcome(effect: effect, messageID: message("id"), exchangeID: message("exchange_id"))
    }
}
