import Accounts
import Database
import Foundation
import Students
import Vocabulary

extension ExchangeStore {
    /// How many exchanges back a name is looked for: names are sealed, so each has to be opened to be compared.
    private static let reach = 2_000

    /// What the actor's team received or sent about somebody in whose name each word occurs, or who was born on that day, or
    /// sent about the person with this NHS number; only where a list shows the actor that name, as only senders see the number. Latest first, fifty at
    /// most. Who asks by number leaves a trace, which the student who is found can see.
    /// - Throws: `InvalidInput` naming `words` for fewer than two letters, for a day that does not exist or has not come, and
    ///   for what is no NHS number.
    public func about(_ words: String, as actor: Actor) async throws -> [ExchangeRow] {
        try actor.require(.readExchange)
        if let day = TypedDate(line: words) {
            let today = CalendarDate(clock.now)
            return try await born(day.past(field: "words", called: "the date of birth", today: today), as: actor)
        }
        let isNumber = words.contains(where: \.isNumber) && !words.contains(where: \.isLetter)
        return isNumber ? try await numbered(words, as: actor) : try await named(words, as: actor)
    }

    /// Half a date and half a number look the same.
    private static let whatNumbers =
        "Type a date of birth with its year, as 17 3 2004, or all 10 digits of an NHS number."

    private func named(_ name: String, as actor: Actor) async throws -> [ExchangeRow] {
        guard name.count(where: \.isLetter) > 1 else {
            throw InvalidInput("words", "Type a reference, or at least two letters of a name.")
        }
        return try await among(actor) { [keys] people, database in
            try StudentsStore.people(people, named: name, keys: keys, in: database)
        }
    }

    private func born(_ day: CalendarDate, as actor: Actor) async throws -> [ExchangeRow] {
        try await among(actor) { [keys] people, database in
            let birthDates = try StudentsStore.birthDates(of: people, keys: keys, in: database)
            return Set(birthDates.filter { $0.value == day }.keys)
        }
    }

    /// What is about those who are meant, of all whom the actor's team had to do with lately.
    private func among(
        _ actor: Actor, meant: @escaping @Sendable (Set<PersonID>, any Reading) throws -> Set<PersonID>
    ) async throws -> [ExchangeRow] {
        let scope = try ExchangeScope.both(actor)
        return try await engine.read { database in
            let people: [PersonID] = try database.rows(
                "SELECT e.person_id FROM exchange e WHERE \(sql: scope) ORDER BY e.created_at DESC LIMIT \(Self.reach)"
            ).map { try $0("person_id") }
            return try rows(about: Array(meant(Set(people), database)), within: scope, as: actor, in: database)
        }
    }

    private func numbered(_ typed: String, as actor: Actor) async throws -> [ExchangeRow] {
        let number: NHSNumber
        do throws(NHSNumber.Fault) { number = try NHSNumber(typed) } catch {
            throw InvalidInput("words", error == .checkFailed ? error.message : Self.whatNumbers)
        }
        let (scope, keys): (SQL, KeyRing) = (try ExchangeScope.sent(by: actor), keys)
        let found = try await engine.read { database -> [ExchangeRow] in
            guard let person = try StudentsStore.person(under: number, keys: keys, in: database) else { return [] }
            return try rows(about: [person.id], within: scope, as: actor, in: database)
        }
        let people = found.prefix(1).map(\.facts.personID)
        try await engine.write { [now = clock.now] database in
            try StudentsStore.recordLookUp(.nhsNumber, people, by: actor, at: now, in: database)
        }
        return found
    }

    private func rows(
        about people: [PersonID], within scope: SQL, as actor: Actor, in database: any Reading
    ) throws -> [ExchangeRow] {
        let rows = try database.rows(
            """
            SELECT e.* FROM exchange e WHERE \(sql: scope) AND e.person_id IN (\(list: people))
            ORDER BY e.created_at DESC, e.id DESC LIMIT 50
            """
        )
        let named = try RowReading(actor: actor, keys: keys, database: database).rows(rows)
            .filter { $0.studentName != nil }
        let shown = Set(named.map(\.facts.personID))
        let birthDates = try StudentsStore.birthDates(of: shown, keys: keys, in: database)
        return named.map { row in
            var row = row
            row.studentBirthDate = birthDates[row.facts.personID]
            return row
        }
    }
}
