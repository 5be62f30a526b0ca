import Database
import Vocabulary

/// People for a list, by one question for all of them.
extension StudentsStore {
    /// Some people.
    public static func people(
        _ ids: Set<PersonID>, keys: KeyRing, in database: any Reading
    ) throws -> [PersonID: Person] {
        let rows = try database.rows("SELECT * FROM person WHERE id IN (\(list: Array(ids)))")
        return try rows.reduce(into: [:]) { people, row in
            let person = try person(row, keys: keys)
            people[person.id] = person
        }
    }

    /// Who is on record under these NHS numbers.
    public static func people(
        under numbers: [NHSNumber], keys: KeyRing, in database: any Reading
    ) throws -> Set<PersonID> {
        let indexes = numbers.map { PersonKey.nhsNumber($0.digits, keys) }
        let rows = try database.rows("SELECT id FROM person WHERE nhs_number_index IN (\(list: indexes))")
        return Set(try rows.map { try $0("id") })
    }

    /// The names of some people.
    public static func fullNames(
        of people: Set<PersonID>, keys: KeyRing, in database: any Reading
    ) throws -> [PersonID: String] {
        if people.isEmpty { return [:] }
        let rows = try database.rows(
            "SELECT id, given_name_sealed, family_name_sealed FROM person WHERE id IN (\(list: Array(people)))"
        )
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let given = try keys.open(row("given_name_sealed"), "person.given_name")
                let family = try keys.open(row("family_name_sealed"), "person.family_name")
                return (try row("id"), "\(given) \(family)")
            })
    }

    /// When some people were born.
    public static func birthDates(
        of people: Set<PersonID>, keys: KeyRing, in database: any Reading
    ) throws -> [PersonID: CalendarDate] {
        if people.isEmpty { return [:] }
        let rows = try database.rows("SELECT id, birth_date_sealed FROM person WHERE id IN (\(list: Array(people)))")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0("id"), try birthDate($0, keys: keys)) })
    }

    /// Those of `people` in whose full name each word of `name` occurs, whatever its case, accents and signs.
    public static func people(
        _ people: Set<PersonID>, named name: String, keys: KeyRing, in database: any Reading
    ) throws -> Set<PersonID> {
        let words = name.split(whereSeparator: \.isWhitespace).map { PersonKey.normalised(String($0)) }
        let named = try fullNames(of: people, keys: keys, in: database).filter { _, full in
            let plain = PersonKey.normalised(full)
            return words.allSatisfy { plain.contains($0) }
        }
        return Set(named.keys)
    }
}
