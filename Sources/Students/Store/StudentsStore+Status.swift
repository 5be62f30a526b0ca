import Audit
import Database
import Foundation
import Vocabulary

extension StudentsStore {
    /// The latest answer to "are you a student, and where?", for who may know of the person.
    public func status(of person: PersonID, as actor: Actor) async throws -> RecordedStatus? {
        try await engine.read { [keys] database in
            try Self.requireSight(of: person, as: actor, in: database)
            return try Self.status(of: person, keys: keys, in: database)
        }
    }

    /// The student says how they may, and may not, be reached; the rest of their status stays.
    public func setContactWays(safe: String?, unsafe: String?, by actor: Actor) async throws {
        try actor.require(.decideOwnSharing)
        let (good, bad) = ("“What is a good way to reach you?”", "“What should nobody do?”")
        let safe = try TypedText.optional(safe, field: "safeContact", called: good, most: 500)
        let unsafe = try TypedText.optional(unsafe, field: "unsafeContact", called: bad, most: 500)
        let now = clock.now
        try await engine.write { [keys] database in
            guard let person = actor.personID else { throw NotFound("person") }
            let old = try Self.status(of: person, keys: keys, in: database)?.status ?? StudentStatus(.yes)
            let new = StudentStatus(
                old.answer, provider: old.providerID, campus: old.campusID, distanceLearner: old.distanceLearner,
                livesAtHome: old.livesAtHome, safeContact: safe, unsafeContact: unsafe
            )
            try Self.recordStatus(new, of: person, by: actor, at: now, keys: keys, in: database)
        }
    }

    /// Keeps one answer; those before it stay on record.
    public static func recordStatus(
        _ status: StudentStatus, of person: PersonID, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws {
        if actor.role != .student { try actor.require(.sendExchange) }
        try database.execute(
            """
            INSERT INTO student_status (id, person_id, answer, provider_id, campus_id, distance_learner, lives_at_home,
                safe_contact_sealed, unsafe_contact_sealed, asked_by_organisation_id, recorded_by, recorded_at)
            VALUES (\(Identifier<StudentStatus>(at: now)), \(person), \(status.answer), \(status.providerID),
                \(status.campusID), \(status.distanceLearner), \(status.livesAtHome),
                \(status.safeContact.map { try keys.seal($0, "student_status.safe_contact") }),
                \(status.unsafeContact.map { try keys.seal($0, "student_status.unsafe_contact") }),
                \(actor.organisationID), \(actor.account()), \(now))
            """
        )
        let fact = AuditFact(
            "student_status.recorded", "person", person, person: person, detail: ["answer": status.answer.rawValue]
        )
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    public static func status(
        of person: PersonID, keys: KeyRing, in database: any Reading
    ) throws -> RecordedStatus? {
        let latest = try database.row(
            "SELECT * FROM student_status WHERE person_id = \(person) ORDER BY recorded_at DESC, id DESC LIMIT 1"
        )
        return try latest.map { try RecordedStatus($0, keys) }
    }

    /// As `status(of:keys:in:)`, for several people.
    public static func statuses(
        of people: Set<PersonID>, keys: KeyRing, in database: any Reading
    ) throws -> [PersonID: RecordedStatus] {
        let rows = try database.rows(
            """
            SELECT s.* FROM student_status s WHERE s.person_id IN (\(list: Array(people))) AND NOT EXISTS (
                SELECT 1 FROM student_status l WHERE l.person_id = s.person_id AND (l.recorded_at > s.recorded_at
                    OR (l.recorded_at = s.recorded_at AND l.id > s.id)))
            """
        )
        return try rows.reduce(into: [:]) { $0[try $1("person_id")] = try RecordedStatus($1, keys) }
    }
}

extension RecordedStatus {
    fileprivate init(_ row: Row, _ keys: KeyRing) throws {
        let safe: Data? = try row("safe_contact_sealed")
        let unsafe: Data? = try row("unsafe_contact_sealed")
        status = StudentStatus(
            try row("answer"), provider: try row("provider_id"), campus: try row("campus_id"),
            distanceLearner: try row("distance_learner"), livesAtHome: try row("lives_at_home"),
            safeContact: try safe.map { try keys.open($0, "student_status.safe_contact") },
            unsafeContact: try unsafe.map { try keys.open($0, "student_status.unsafe_contact") }
        )
        (askedBy, recordedAt) = (try row("asked_by_organisation_id"), try row("recorded_at"))
    }
}
