import Accounts
import Directory
import Exchange
import Foundation
import Students
import Vocabulary

/// What is due, for a person's own calendar: the page where they make its address, and what stands at it.
public struct CalendarPages: Feature {
    let addresses: CalendarAddressStore
    let exchanges: ExchangeStore
    let students: StudentsStore
    let directory: DirectoryStore
    let publicAddress: URL

    public init(
        addresses: CalendarAddressStore, exchanges: ExchangeStore, students: StudentsStore, directory: DirectoryStore,
        publicAddress: URL
    ) {
        (self.addresses, self.exchanges, self.students) = (addresses, exchanges, students)
        (self.directory, self.publicAddress) = (directory, publicAddress)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/account/calendar", needs: .holdDirectoryEntry) { try await page($0) }
        site.post("/account/calendar", needs: .holdDirectoryEntry, renew)
        site.post("/account/calendar/end", needs: .holdDirectoryEntry, end)
        site.get("/calendar/:secret", .anyone, calendar)
    }

    private func page(_ visit: Visit, secret: String? = nil) async throws -> Answer {
        let madeAt = try await addresses.madeAt(by: visit.actor)
        let address = secret.map { publicAddress.appending(path: "calendar/\($0).ics").absoluteString }
        let page = CalendarPage(
            address: address, madeAt: madeAt.map { UKTime.short($0, now: visit.now) }, isMade: madeAt != nil)
        return .page("calendar/address", page, title: "What is due, in your calendar")
    }

    /// Shown in the answer itself: it stands in no other place, not even in a cookie.
    private func renew(_ visit: Visit) async throws -> Answer {
        guard let session = visit.session else { return .seeOther("/sign-in") }
        return try await page(visit, secret: try await addresses.renew(by: visit.actor, within: session.scope))
    }

    private func end(_ visit: Visit) async throws -> Answer {
        try await addresses.end(by: visit.actor)
        return .seeOther("/account/calendar", flash: "The address has ended: your calendar gets nothing more.")
    }

    private func calendar(_ visit: Visit) async throws -> Answer {
        let secret = try visit.parameter("secret").replacing(".ics", with: "")
        let entries = try await self.entries(of: addresses.roles(secret: secret))
        let text = CalendarText(entries.sorted { ($0.dueAt, $0.id) < ($1.dueAt, $1.id) }, at: visit.now).text
        return .content(
            Data(text.utf8), type: "text/calendar; charset=utf-8", fileName: "footbridge.ics", status: .ok)
    }

    /// What is due in each of a person's roles, each thing once.
    private func entries(of roles: [Actor]) async throws -> [CalendarEntry] {
        var entries: [String: CalendarEntry] = [:]
        for actor in roles {
            for entry in try await taken(by: actor) + decisions(for: actor) + contacts(of: actor) {
                entries[entry.id] = entry
            }
        }
        return Array(entries.values)
    }

    private func taken(by actor: Actor) async throws -> [CalendarEntry] {
        guard actor.may(.answerExchange) else { return [] }
        return try await exchanges.followUps(as: actor).map {
            entry("exchange-\($0.id)", "Footbridge: an item you have taken is due", $0.dueAt, "exchanges/\($0.id)")
        }
    }

    private func decisions(for actor: Actor) async throws -> [CalendarEntry] {
        guard actor.may(.decideWithoutConsent) else { return [] }
        return try await students.taskDeadlines(as: actor).map {
            entry("decision-\($0.id)", "Footbridge: a decision is due", $0.dueAt, "decisions")
        }
    }

    private func contacts(of actor: Actor) async throws -> [CalendarEntry] {
        guard actor.may(.holdDirectoryEntry) else { return [] }
        return try await directory.ownEntries(by: actor).compactMap { own in
            own.point.verificationDueAt.map {
                entry("contact-\(own.point.id)", "Footbridge: a contact wants verifying", $0, "directory/mine")
            }
        }
    }

    private func entry(_ id: String, _ summary: String, _ dueAt: Date, _ path: String) -> CalendarEntry {
        CalendarEntry(
            id: "\(id)@\(publicAddress.host() ?? "footbridge")", summary: summary, dueAt: dueAt,
            address: publicAddress.appending(path: path))
    }
}

/// Where a person makes, renews and ends the address.
struct CalendarPage: Sendable {
    /// Only just after it was made.
    let address: String?
    let madeAt: String?
    let isMade: Bool
}
