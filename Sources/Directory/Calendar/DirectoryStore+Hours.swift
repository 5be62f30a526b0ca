import Audit
import Database
import Foundation
import Vocabulary

extension DirectoryStore {
    /// Replaces the opening hours of a service.
    /// - Throws: `InvalidInput` where a span ends before it begins or two overlap, in words that name the day.
    public func setHours(_ hours: [OpeningHours], of id: ServiceID, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { try Self.setHours(hours, of: id, by: actor, at: now, in: $0) }
    }

    /// As `setHours(_:of:by:)`, inside a transaction that is open.
    public static func setHours(
        _ hours: [OpeningHours], of id: ServiceID, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        _ = try ownService(id, of: actor, in: database)
        try HoursCheck.check(hours)
        try database.execute("DELETE FROM service_hours WHERE service_id = \(id)")
        for span in hours {
            try database.execute(
                """
                INSERT INTO service_hours (service_id, period, weekday, opens_minute, closes_minute)
                VALUES (\(id), \(span.period), \(span.weekday), \(span.opensMinute), \(span.closesMinute))
                """
            )
        }
        try markChanged(id, at: now, in: database)
        let detail = ["lines": String(hours.count)]
        let fact = AuditFact("service.hoursSet", "service", id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// Shuts a service for some days.
    /// - Throws: `InvalidInput` where the days are the wrong way round, have all passed or are more than a year, and where
    ///   another closure begins on the same day.
    public func addClosure(_ closure: Closure, of id: ServiceID, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { try Self.addClosure(closure, of: id, by: actor, at: now, in: $0) }
    }

    /// As `addClosure(_:of:by:)`, inside a transaction that is open.
    public static func addClosure(
        _ closure: Closure, of id: ServiceID, by actor: Actor, at now: Date, in database: any Writing
    ) throws {
        let service = try ownService(id, of: actor, in: database)
        let reason = try TypedText.required(closure.reason, field: "reason", called: "why it is closed", most: 120)
        try requireOrder(closure.fromOn, closure.toOn)
        try requireLikely(closure, today: CalendarDate(now))
        let others = try closures(of: id, in: database)
        if others.contains(where: { $0.fromOn == closure.fromOn }) {
            throw InvalidInput("fromOn", "Another closure already begins on \(closure.fromOn.spoken).")
        }
        try database.execute(
            """
            INSERT INTO service_closure (service_id, from_on, to_on, reason)
            VALUES (\(service.id), \(closure.fromOn), \(closure.toOn), \(reason))
            """
        )
        try markChanged(id, at: now, in: database)
        let detail = ["from": closure.fromOn.description, "to": closure.toOn.description]
        let fact = AuditFact("service.closureAdded", "service", id, detail: detail)
        try AuditTrail.record(fact, by: actor, at: now, in: database)
    }

    /// Takes a closure back.
    /// - Throws: `NotFound` where none begins on that day.
    public func removeClosure(from day: CalendarDate, of id: ServiceID, by actor: Actor) async throws {
        try actor.require(.keepDirectory)
        let now = clock.now
        try await engine.write { database in
            _ = try Self.ownService(id, of: actor, in: database)
            let removed = try database.changes(
                "DELETE FROM service_closure WHERE service_id = \(id) AND from_on = \(day)"
            )
            guard removed == 1 else { throw NotFound("closure") }
            try Self.markChanged(id, at: now, in: database)
            let fact = AuditFact("service.closureRemoved", "service", id, detail: ["from": day.description])
            try AuditTrail.record(fact, by: actor, at: now, in: database)
        }
    }

    /// That the page of a service is another one than before.
    private static func markChanged(_ id: ServiceID, at now: Date, in database: any Writing) throws {
        try database.execute("UPDATE service SET updated_at = \(now) WHERE id = \(id)")
    }

    /// A closure that no team has is a slip of the keyboard: senders would be told to phone for years, or nothing would change.
    private static func requireLikely(_ closure: Closure, today: CalendarDate) throws(InvalidInput) {
        if closure.toOn < today { throw InvalidInput("toOn", "These days have passed. Check the year.") }
        if closure.fromOn.adding(days: 366) < closure.toOn {
            throw InvalidInput(
                "toOn", "That is more than a year. Check the year, or close the service if it does not open again.")
        }
    }

    static func requireOrder(_ from: CalendarDate, _ to: CalendarDate) throws(InvalidInput) {
        guard from <= to else { throw InvalidInput("toOn", "The last day must not be before the first.") }
    }
}

/// Whether lines of opening hours make sense together.
enum HoursCheck {
    static func check(_ hours: [OpeningHours]) throws(InvalidInput) {
        var faults = FaultList()
        for span in hours where !isSpan(span) {
            let message = "\(name(span)): the closing time must be later than the opening time."
            faults.add(field(span), message + " For a night, use 24:00 and begin again at 00:00.")
        }
        for (first, second) in pairs(hours) where second.opensMinute < first.closesMinute {
            faults.add(field(second), "\(name(second)): two openings overlap.")
        }
        try faults.throwAny()
    }

    /// The name of the form field of a line: `term.1` is Monday in term.
    static func field(_ span: OpeningHours) -> String { "\(span.period.rawValue).\(span.weekday.rawValue)" }

    private static func name(_ span: OpeningHours) -> String { "\(span.period.title), \(span.weekday.name)" }

    private static func isSpan(_ span: OpeningHours) -> Bool {
        0 <= span.opensMinute && span.opensMinute < span.closesMinute && span.closesMinute <= 1440
    }

    /// Neighbouring spans of the same period and day.
    private static func pairs(_ hours: [OpeningHours]) -> [(OpeningHours, OpeningHours)] {
        Dictionary(grouping: hours.filter(isSpan), by: field).sorted { $0.key < $1.key }.flatMap { _, spans in
            let ordered = spans.sorted { $0.opensMinute < $1.opensMinute }
            return Array(zip(ordered, ordered.dropFirst()))
        }
    }
}
