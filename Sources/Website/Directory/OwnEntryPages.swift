import Directory
import Foundation
import Vocabulary

/// Those who stand in the directory: verify with one click, say that they are leaving, take over.
struct OwnEntryPages {
    let directory: DirectoryStore

    func routes(_ site: inout RouteTable) {
        site.get("/directory/mine", needs: .holdDirectoryEntry, mine)
        site.post("/directory/contacts/:id/verification", needs: .holdDirectoryEntry, verify)
        site.get("/directory/people/:id/leaving", needs: .holdDirectoryEntry) { try await leavingForm($0) }
        site.post("/directory/people/:id/leaving", needs: .holdDirectoryEntry, leave)
        site.post("/directory/people/:id/staying", needs: .holdDirectoryEntry, stay)
        site.post("/directory/people/:id/succession", needs: .holdDirectoryEntry, accept)
        site.post("/directory/people/:id/succession-refusal", needs: .holdDirectoryEntry, decline)
    }

    private func mine(_ visit: Visit) async throws -> Answer {
        let entries = try await directory.ownEntries(by: visit.actor)
        let asked = try await directory.successionsAsked(of: visit.actor)
        let page = OwnEntriesPage(entries, asked, at: visit.now)
        return .page("directory/mine", page, title: "Where I am the contact")
    }

    private func verify(_ visit: Visit) async throws -> Answer {
        try await directory.verify(visit.id(), by: visit.actor)
        return .seeOther(home(visit), flash: "Thank you. The contact is verified as of today.")
    }

    private func leave(_ visit: Visit) async throws -> Answer {
        do {
            let day = try TypedDate(visit.form, "leavingOn").required(field: "leavingOn", called: "the last day")
            let successor = visit.form["successor"].flatMap { AccountID($0) }
            try await directory.leave(visit.id(), on: day, successor: successor, by: visit.actor)
            let words = successor == nil ? "Nobody is asked to take over yet." : "They are asked to take over."
            return .seeOther(home(visit), flash: "The last day is \(day.spoken). \(words)")
        } catch let invalid as InvalidInput {
            return try await leavingForm(visit, FieldFaults(invalid))
        }
    }

    private func stay(_ visit: Visit) async throws -> Answer {
        try await directory.stay(visit.id(), by: visit.actor)
        return .seeOther(home(visit), flash: "Good: the contact stays as it was.")
    }

    private func accept(_ visit: Visit) async throws -> Answer {
        try await directory.acceptSuccession(visit.id(), jobTitle: visit.form["jobTitle"] ?? "", by: visit.actor)
        return .seeOther("/directory/mine", flash: "You have accepted to take over.")
    }

    private func decline(_ visit: Visit) async throws -> Answer {
        try await directory.declineSuccession(visit.id(), by: visit.actor)
        return .seeOther("/directory/mine", flash: "You have declined, and the one who leaves is told.")
    }

    private func leavingForm(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let entry = try await directory.entry(visit.id(), by: visit.actor)
        let isOwn = entry.holder.accountID == visit.actor.accountID
        let others = try await directory.colleagues(of: visit.actor).filter { $0.accountID != entry.holder.accountID }
        let choices = [("", "Nobody yet")] + others.map { ($0.accountID.rawValue, "\($0.name), \($0.roleTitle)") }
        let chosen = visit.form["successor"] ?? entry.holder.successorAccountID?.rawValue
        let page = FormPage(
            isOwn ? "I am leaving on …" : "\(entry.holder.name) is leaving on …",
            lead: [
                "\(entry.service.name), \(entry.point.purpose.title.lowercased()).",
                "Whoever takes over has to accept. Until somebody does, senders are told so.",
                "After the last day they are sent past this contact, to a deputy.",
            ],
            action: "/directory/people/\(entry.holder.id)/leaving",
            fields: [
                .date(
                    DateField(
                        "leavingOn", legend: "Last day", value: Self.day(visit, entry), error: faults["leavingOn"]
                    )
                ),
                .select(
                    SelectField(
                        "successor", label: "Who takes over?", choices, chosen: chosen, error: faults["successor"])
                ),
            ], button: "Save", faults: faults
        )
        return .form(page, faults)
    }

    private static func day(_ visit: Visit, _ entry: OwnEntry) -> TypedDate {
        let typed = TypedDate(visit.form, "leavingOn")
        return typed.isEmpty ? entry.holder.leavingOn.map { TypedDate($0) } ?? typed : typed
    }

    /// A manager came from the list of what is stale, everybody else from their own entries.
    private func home(_ visit: Visit) -> String {
        visit.actor.may(.keepDirectory) ? "/directory/upkeep" : "/directory/mine"
    }
}

/// The contact points a person stands in, and those they are asked to take over.
struct OwnEntriesPage: Sendable {
    let asked: [Asked]
    let entries: [Entry]
    let hasEntries: Bool

    struct Asked: Sendable {
        let id: String
        let title: String
        let who: String
        /// What the one who leaves is called, to begin with.
        let jobTitle: String
    }

    struct Entry: Sendable {
        let id: String
        let contactID: String
        let title: String
        let place: String
        let freshness: String
        let isFresh: Bool
        let due: String?
        let leaving: String?
        let mayStay: Bool
    }

    init(_ entries: [OwnEntry], _ asked: [OwnEntry], at now: Date) {
        self.asked = asked.map(Asked.init)
        self.entries = entries.map { Entry($0, at: now) }
        hasEntries = !entries.isEmpty
    }
}

extension OwnEntriesPage.Asked {
    init(_ entry: OwnEntry) {
        id = entry.holder.id.rawValue
        title = "\(entry.point.purpose.title): \(entry.service.name)"
        let last = entry.holder.leavingOn.map { ", whose last day is \($0.spoken)" } ?? ""
        who = "You are asked to take over from \(entry.holder.name)\(last)."
        jobTitle = entry.holder.jobTitle
    }
}

extension OwnEntriesPage.Entry {
    init(_ entry: OwnEntry, at now: Date) {
        let (holder, point) = (entry.holder, entry.point)
        let state = point.freshness(at: now)
        (id, contactID) = (holder.id.rawValue, point.id.rawValue)
        title = "\(point.purpose.title): \(entry.service.name)"
        place = holder.rank == 0 ? "You hold it" : "You are deputy \(holder.rank)"
        (freshness, isFresh) = (state.sentence, state.isFresh)
        due = state.isFresh ? point.verificationDueAt.map { CalendarDate($0).adding(days: -1).spoken } : nil
        leaving = holder.leavingOn.map { "Your last day: \($0.spoken)" }
        mayStay = holder.leavingOn != nil && holder.successorAcceptedAt == nil
    }
}
