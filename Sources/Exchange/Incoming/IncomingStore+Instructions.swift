import Audit
import Database
import Foundation
import Vocabulary

extension IncomingStore {
    /// What the caller's organisation decided for one of its record systems; `nil`: a person decides each time.
    public func instruction(for system: RecordSystemID, as actor: Actor) async throws -> StandingInstruction? {
        try actor.require(.keepRecordSystems)
        return try await engine.read { database in
            try Self.requireOwn(system, actor, in: database)
            return try Self.instruction(for: system, in: database)
        }
    }

    /// Decides in advance, or, with `nil`, that a person decides again.
    /// - Throws: `NotFound` for a system that is another organisation's, or was shut out.
    public func instruct(
        _ instruction: StandingInstruction?, for system: RecordSystemID, by actor: Actor
    ) async throws {
        try actor.require(.keepRecordSystems)
        let now = clock.now
        try await engine.write { database in
            try Self.requireOwn(system, actor, in: database)
            try Self.instruct(instruction, for: system, by: actor, at: now, in: database)
        }
    }

    static func instruct(
        _ instruction: StandingInstruction?, for system: RecordSystemID, by actor: Actor, at now: Date,
        in database: any Writing
    ) throws {
        try database.execute("DELETE FROM standing_instruction WHERE record_system_id = \(system)")
        if let instruction {
            try database.execute(
                """
                INSERT INTO standing_instruction (record_system_id, urgency, request, unsaid_kind, given_by, given_at)
                VALUES (\(system), \(instruction.urgency), \(instruction.request), \(instruction.unsaidKind),
                    \(try actor.account()), \(now))
                """
            )
        }
        let detail = [
            "urgency": instruction?.urgency.rawValue ?? "", "request": instruction?.request.rawValue ?? "",
            "unsaidKind": instruction?.unsaidKind?.rawValue ?? "",
        ]
        let fact = AuditFact("record_system.instructed", "record_system", system, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    static func instruction(
        for system: RecordSystemID, in database: any Reading
    ) throws -> StandingInstruction? {
        try database.row("SELECT * FROM standing_instruction WHERE record_system_id = \(system)")
            .map(StandingInstruction.init)
    }

    private static func requireOwn(_ system: RecordSystemID, _ actor: Actor, in database: any Reading) throws {
        let own = try database.row(
            """
            SELECT id FROM record_system WHERE id = \(system) AND organisation_id = \(try actor.organisation())
                AND revoked_at IS NULL
            """
        )
        if own == nil { throw NotFound("record system") }
    }
}
