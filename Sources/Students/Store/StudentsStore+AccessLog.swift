import Accounts
import Audit
import Database
import Foundation
import Vocabulary

/// One line of "who did what with this record, and when".
public struct AccessLogEntry: Sendable, Hashable {
    /// The number of the entry, where it can be proved to the student: it is sealed, and has a salt.
    public let provable: Int?
    public let at: Date
    public let name: String
    public let role: Role?
    /// `nil` for the student, and for Footbridge itself.
    public let organisationName: String?
    /// The act as the audit trail has it: `exchange.opened`.
    public let action: String
    public let subjectID: String?
    /// The act in words that follow a name: "opened a notice about you".
    public let words: String
}

extension StudentsStore {
    /// Who saw or did what, newest first. The student sees every line about them; an information governance lead
    /// sees their own organisation's, and what others did with the exchanges that it is a party to.
    public func accessLog(of person: PersonID, most: Int = 200, as actor: Actor) async throws -> [AccessLogEntry] {
        if actor.role != .student { try actor.require(.readAccessLog) }
        let now = clock.now
        return try await engine.writeOptimistically { [keys] database in
            try Self.requireSight(of: person, as: actor, in: database)
            let lines = try Self.entries(about: person, for: actor, most: most, in: database)
            if actor.role != .student {
                let fact = AuditFact("access_log.read", "person", person, person: person)
                try AuditTrail.record(fact, by: actor, at: now, in: database)
            }
            var names = Names(keys: keys)
            let sealedTo = actor.role == .student ? try AuditTrail.sealedTo(in: database) : 0
            return try lines.map {
                try Self.line($0, toStudent: actor.role == .student, sealedTo: sealedTo, &names, in: database)
            }
        }
    }

    /// The proof that a line about the student is in the record. Entries of versions before the seals are not proved to
    /// anybody but the operator: they have no salt, and would show the bare hash of a neighbour.
    /// - Throws: `NotFound` for everybody but the student whom the line is about.
    public func proof(ofEntry number: Int, as actor: Actor) async throws -> AuditProof {
        guard actor.role == .student, let person = actor.personID else { throw NotFound("audit entry") }
        return try await engine.read { [keys] database in
            let row = try database.row(
                "SELECT 1 AS known FROM audit_entry WHERE seq = \(number) AND person_id = \(person) AND salt IS NOT NULL"
            )
            if row == nil { throw NotFound("audit entry") }
            return try AuditTrail.proof(of: number, keys: keys, in: database)
        }
    }

    private static func entries(
        about person: PersonID, for actor: Actor, most: Int, in database: any Reading
    ) throws -> [AuditEntry] {
        // That students look at what is theirs is nobody's business, and would bury the rest.
        let own = ["exchange.readByStudent"]
        if actor.role == .student {
            return try AuditTrail.entries(about: person, without: own, most: most, in: database)
        }
        let organisation = try actor.organisation()
        let shared = try database.rows(
            """
            SELECT id FROM exchange WHERE person_id = \(person)
                AND ((sender_organisation_id = \(organisation) AND sender_released_at IS NULL)
                    OR (recipient_organisation_id = \(organisation) AND recipient_released_at IS NULL))
            """
        ).map { row -> String in try row("id") }
        let all = try AuditTrail.entries(about: person, without: own, most: 10 * most, in: database)
        let seen = all.filter { $0.organisationID == organisation || $0.subjectID.map(shared.contains) ?? false }
        return Array(seen.prefix(most))
    }

    private static func line(
        _ entry: AuditEntry, toStudent: Bool, sealedTo: Int, _ names: inout Names, in database: any Reading
    ) throws -> AccessLogEntry {
        AccessLogEntry(
            provable: entry.seq <= sealedTo && entry.salt != nil ? entry.seq : nil, at: entry.at,
            name: toStudent && entry.role == .student ? "You" : try names.account(entry.accountID, in: database),
            role: entry.role,
            organisationName: try names.organisation(entry.organisationID, in: database), action: entry.action,
            subjectID: entry.subjectID, words: AccessLogWords.words(for: entry, toStudent: toStudent)
        )
    }
}

/// Names, each looked up once.
private struct Names {
    let keys: KeyRing
    var accounts: [AccountID: String] = [:]
    var organisations: [OrganisationID: String] = [:]

    mutating func account(_ id: AccountID?, in database: any Reading) throws -> String {
        guard let id else { return "Footbridge" }
        if let known = accounts[id] { return known }
        let name = try AccountStore.name(of: id, keys: keys, in: database)
        accounts[id] = name
        return name
    }

    mutating func organisation(_ id: OrganisationID?, in database: any Reading) throws -> String? {
        guard let id else { return nil }
        if let known = organisations[id] { return known }
        let row = try database.row("SELECT name FROM organisation WHERE id = \(id)")
        organisations[id] = try row.map { try $0("name") }
        return organisations[id]
    }
}
