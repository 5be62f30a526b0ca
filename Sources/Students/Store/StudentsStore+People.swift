import Audit
import Database
import Foundation
import Vocabulary

/// Somebody already on record who may be the person that was entered; a human says whether they are.
public struct PersonMatch: Sendable, Hashable {
    public enum Ground: String, Sendable {
        case nhsNumber, nameAndBirthDate

        public var title: String {
            switch self {
            case .nhsNumber: "Same NHS number"
            case .nameAndBirthDate: "Same name and date of birth"
            }
        }
    }

    public let person: Person
    public let ground: Ground
    /// The number matches and name or birthday do not, or the other way round: look twice.
    public let differs: Bool
}

extension StudentsStore {
    /// Everybody on record under the NHS number; where that is nobody, under exactly this name and date of birth. Each look-up
    /// is audited before anybody is shown, and the student can see it.
    ///
    /// People are read beside other writes: in a record of millions each is somewhere else on the disk.
    public func find(_ sought: SoughtPerson, by actor: Actor) async throws -> [PersonMatch] {
        try actor.require(.sendExchange)
        let now = clock.now
        let lookUps = try await engine.read { [keys] in try Self.lookUps(of: sought, keys: keys, in: $0) }
        try await engine.write { database in
            for lookUp in lookUps {
                try Self.recordLookUp(lookUp.ground, lookUp.people.map(\.id), by: actor, at: now, in: database)
            }
        }
        return lookUps.flatMap(\.matches)
    }

    /// A person whom the caller may know of.
    public func person(_ id: PersonID, as actor: Actor) async throws -> Person {
        try await engine.read { [keys] database in
            try Self.requireSight(of: id, as: actor, in: database)
            return try Self.person(id, keys: keys, in: database)
        }
    }

    /// That somebody was looked for, before anybody is shown: one entry for each who was found, so that each can see it; one
    /// with nobody in it where nobody was.
    public static func recordLookUp(
        _ ground: PersonMatch.Ground, _ found: [PersonID], by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        let concerned: [PersonID?] = found.isEmpty ? [nil] : found
        for person in concerned {
            let detail = ["by": ground.rawValue, "found": String(found.count)]
            let fact = AuditFact("person.looked_up", "person", person, person: person, detail: detail)
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// By the number, and by the name where the number is nobody's.
    private static func lookUps(of sought: SoughtPerson, keys: KeyRing, in database: any Reading) throws -> [LookUp] {
        var lookUps: [LookUp] = []
        if let number = sought.nhsNumber {
            let found = try person(under: number, keys: keys, in: database)
            lookUps.append(LookUp(ground: .nhsNumber, people: [found].compactMap(\.self)))
            if found != nil { return lookUps }
        }
        if let name = sought.named {
            let key = PersonKey.name(name.givenName, name.familyName, born: name.birthDate, keys)
            let rows = try database.rows("SELECT * FROM person WHERE name_birth_index = \(key) ORDER BY created_at")
            lookUps.append(LookUp(ground: .nameAndBirthDate, people: try rows.map { try person($0, keys: keys) }))
        }
        return lookUps
    }
}

/// That somebody was looked for, and who was found.
private struct LookUp {
    let ground: PersonMatch.Ground
    let people: [Person]

    var matches: [PersonMatch] { people.map { PersonMatch(person: $0, ground: ground, differs: false) } }
}

extension StudentsStore {
    public static func person(_ id: PersonID, keys: KeyRing, in database: any Reading) throws -> Person {
        guard let row = try database.row("SELECT * FROM person WHERE id = \(id)") else { throw NotFound("person") }
        return try person(row, keys: keys)
    }

    /// The person on record under this NHS number.
    /// - Returns: `nil` where there is none.
    public static func person(under nhsNumber: NHSNumber, keys: KeyRing, in database: any Reading) throws -> Person? {
        let key = PersonKey.nhsNumber(nhsNumber.digits, keys)
        return try database.row("SELECT * FROM person WHERE nhs_number_index = \(key)").map {
            try person($0, keys: keys)
        }
    }

    /// The person on record under this NHS number who was born on this day: both have to be right, since nobody looks
    /// twice here. The look-up is audited, as those of people are.
    public static func clearlyMeant(
        by nhsNumber: NHSNumber, born birthDate: CalendarDate, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws -> Person? {
        try actor.require(.sendAsAgreed)
        let found = try person(under: nhsNumber, keys: keys, in: database)
        try recordLookUp(.nhsNumber, [found?.id].compactMap(\.self), by: actor, at: now, in: database)
        return found.flatMap { $0.birthDate == birthDate ? $0 : nil }
    }

    /// Those already on record who may be `new`, the surest first. To be offered, never merged silently.
    public static func likelyDuplicates(
        of new: NewPerson, keys: KeyRing, in database: any Reading
    ) throws -> [PersonMatch] {
        let number = new.nhsNumber.map { PersonKey.nhsNumber($0, keys) }
        let name = PersonKey.name(new.givenName, new.familyName, born: new.birthDate, keys)
        let rows = try database.rows(
            """
            SELECT *, CASE WHEN nhs_number_index = \(number) THEN 1 ELSE 0 END AS same_number FROM person
            WHERE nhs_number_index = \(number) OR name_birth_index = \(name)
            ORDER BY same_number DESC, created_at
            """
        )
        return try rows.map { row in
            let person = try person(row, keys: keys)
            let sameNumber: Bool = try row("same_number")
            let sameName = try row("name_birth_index") == name
            let otherNumber = person.nhsNumber != nil && new.nhsNumber != nil && !sameNumber
            return PersonMatch(
                person: person, ground: sameNumber ? .nhsNumber : .nameAndBirthDate, differs: !sameName || otherNumber
            )
        }
    }

    /// - Throws: `Conflict` where the NHS number is on record already: that person is to be chosen, or the number mended.
    public static func create(
        _ new: NewPerson, by actor: Actor, at now: Date, keys: KeyRing, in database: any Writing
    ) throws -> PersonOnRecord {
        try actor.require(.sendExchange)
        let number = new.nhsNumber.map { PersonKey.nhsNumber($0, keys) }
        try requireFree(number, in: database)
        let id = PersonID(at: now)
        try database.execute(
            """
            INSERT INTO person (id, nhs_number_index, nhs_number_sealed, given_name_sealed, family_name_sealed,
                birth_date_sealed, name_birth_index, created_by_organisation_id, created_at)
            VALUES (\(id), \(number), \(new.nhsNumber.map { try keys.seal($0, "person.nhs_number") }),
                \(keys.seal(new.givenName, "person.given_name")), \(keys.seal(new.familyName, "person.family_name")),
                \(keys.seal(new.birthDate.description, "person.birth_date")),
                \(PersonKey.name(new.givenName, new.familyName, born: new.birthDate, keys)),
                \(actor.organisation()), \(now))
            """
        )
        let fact = AuditFact("person.created", "person", id, person: id)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
        return .new(id)
    }

    /// Adds the NHS number of somebody who was on record without one.
    public static func add(
        _ nhsNumber: NHSNumber, to person: PersonID, by actor: Actor, at now: Date, keys: KeyRing,
        in database: any Writing
    ) throws {
        try actor.require(.sendExchange)
        let key = PersonKey.nhsNumber(nhsNumber.digits, keys)
        try requireFree(key, in: database)
        let changed = try database.changes(
            """
            UPDATE person SET nhs_number_index = \(key),
                nhs_number_sealed = \(keys.seal(nhsNumber.digits, "person.nhs_number"))
            WHERE id = \(person) AND nhs_number_index IS NULL
            """
        )
        guard changed == 1 else { throw Conflict("This person has an NHS number on record already.") }
        let fact = AuditFact("person.nhs_number_added", "person", person, person: person)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    private static func requireFree(_ numberIndex: String?, in database: any Reading) throws {
        guard let numberIndex else { return }
        guard try database.row("SELECT id FROM person WHERE nhs_number_index = \(numberIndex)") == nil else {
            throw Conflict("Somebody with this NHS number is on record already. Choose them, or check the number.")
        }
    }

    static func person(_ row: Row, keys: KeyRing) throws -> Person {
        let number: Data? = try row("nhs_number_sealed")
        return Person(
            id: try row("id"),
            nhsNumber: try number.map { try NHSNumber(keys.open($0, "person.nhs_number")) },
            givenName: try keys.open(row("given_name_sealed"), "person.given_name"),
            familyName: try keys.open(row("family_name_sealed"), "person.family_name"),
            birthDate: try birthDate(row, keys: keys)
        )
    }

    static func birthDate(_ row: Row, keys: KeyRing) throws -> CalendarDate {
        let birth = try keys.open(row("birth_date_sealed"), "person.birth_date")
        guard let birthDate = CalendarDate(iso: birth) else {
            throw DatabaseFault.unreadableColumn("birth_date_sealed", wanted: "a date")
        }
        return birthDate
    }
}
