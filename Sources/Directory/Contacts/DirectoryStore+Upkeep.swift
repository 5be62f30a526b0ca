import Database
import Foundation
import Vocabulary

/// A contact point that wants somebody's attention, and why.
public struct ContactConcern: Sendable, Hashable {
    public let point: ContactPoint
    public let service: CareService
    /// Plain sentences, the gravest first.
    public let reasons: [String]
    /// A sender is already sent past it; otherwise it will be soon.
    public let isPassedOver: Bool
}

/// A place that the actor holds, deputises for, or is asked to take over.
public struct OwnEntry: Sendable, Hashable {
    public let holder: ContactHolder
    public let point: ContactPoint
    public let service: CareService
}

extension DirectoryStore {
    /// What is wrong, or soon will be, with the contact points of the actor's organisation (of their team, where their role
    /// is held in a team); those that senders are already sent past come first.
    public func concerns(by actor: Actor) async throws -> [ContactConcern] {
        try actor.require(.keepDirectory)
        let now = clock.now
        return try await engine.read { database in
            let services = try Self.services(of: actor.organisation(), in: database)
                .filter { actor.serviceID == nil || $0.id == actor.serviceID }
            let all = try services.flatMap { service in
                try Self.contactPoints(of: service.id, in: database).compactMap { $0.concern(in: service, at: now) }
            }
            return all.filter(\.isPassedOver) + all.filter { !$0.isPassedOver }
        }
    }

    /// The places in contact points that the actor has.
    public func ownEntries(by actor: Actor) async throws -> [OwnEntry] {
        try actor.require(.holdDirectoryEntry)
        return try await engine.read { database in
            let account = try actor.account()
            return try Self.entries("account_id = \(account)", of: actor, in: database)
        }
    }

    /// The places that the actor is asked to take over and has not answered about.
    public func successionsAsked(of actor: Actor) async throws -> [OwnEntry] {
        try actor.require(.holdDirectoryEntry)
        return try await engine.read { database in
            let account = try actor.account()
            let asked: SQL = "successor_account_id = \(account) AND successor_accepted_at IS NULL"
            return try Self.entries(asked, of: actor, in: database)
        }
    }

    static func entries(
        _ condition: SQL, of actor: Actor, in database: any Reading
    ) throws -> [OwnEntry] {
        let rows = try database.rows(
            """
            SELECT contact_holder.* FROM contact_holder
            JOIN contact_point ON contact_point.id = contact_holder.contact_point_id
            JOIN service ON service.id = contact_point.service_id
            WHERE \(sql: condition) AND contact_holder.ended_at IS NULL AND contact_point.closed_at IS NULL
                AND service.closed_at IS NULL AND contact_point.organisation_id = \(try actor.organisation())
            ORDER BY contact_holder.rank, contact_holder.id
            """
        )
        return try rows.map { row in
            let holder = try ContactHolder(row)
            let point = try contactPoint(holder.contactPointID, in: database)
            return OwnEntry(holder: holder, point: point, service: try service(point.serviceID, in: database))
        }
    }
}

extension ContactPoint {
    /// How long before it goes stale the keeper is reminded.
    private static let reminderDays = 14

    /// What is wrong with it now, or soon will be; `nil` when all is well.
    public func concern(in service: CareService, at now: Date) -> ContactConcern? {
        let today = CalendarDate(now)
        let freshness = freshness(at: now)
        let holder = holder(on: today)
        var reasons = freshness.isFresh ? [] : [freshness.sentence]
        if let holder {
            if let departure = departure(of: holder, on: today) { reasons.append(departure) }
        } else {
            reasons.append(absence(on: today))
        }
        let isPassedOver = !freshness.isFresh || holder == nil
        if deputies(on: today).isEmpty { reasons.append("It has no deputy.") }
        if let dueAt = verificationDueAt, freshness.isFresh, isSoon(dueAt, now) {
            reasons.append("To be verified by \(CalendarDate(dueAt).adding(days: -1).spoken).")
        }
        if reasons.isEmpty { return nil }
        return ContactConcern(point: self, service: service, reasons: reasons, isPassedOver: isPassedOver)
    }

    private func isSoon(_ dueAt: Date, _ now: Date) -> Bool {
        CalendarDate(dueAt).adding(days: -Self.reminderDays) <= CalendarDate(now)
    }
}
