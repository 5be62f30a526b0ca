import Directory
import Foundation
import Vocabulary

/// Opening hours and closures of a service, and terms of its organisation.
struct HoursPages {
    let directory: DirectoryStore

    func routes(_ site: inout RouteTable) {
        site.get("/directory/services/:id/hours", needs: .keepDirectory) { visit in
            let service = try await directory.keptService(visit.id(), by: visit.actor)
            let hours = try await directory.calendar(of: service.id, by: visit.actor).hours
            return hoursForm(service, HoursForm(hours))
        }
        site.post("/directory/services/:id/hours", needs: .keepDirectory, setHours)
        site.get("/directory/services/:id/closures", needs: .keepDirectory) { try await closures($0) }
        site.post("/directory/services/:id/closures", needs: .keepDirectory, addClosure)
        site.post("/directory/services/:id/closures/:day/removal", needs: .keepDirectory, removeClosure)
        site.get("/directory/terms", needs: .keepDirectory) { try await terms($0) }
        site.post("/directory/terms", needs: .keepDirectory, addTerm)
        site.post("/directory/terms/:day/removal", needs: .keepDirectory, removeTerm)
    }

    private func setHours(_ visit: Visit) async throws -> Answer {
        let service = try await directory.keptService(visit.id(), by: visit.actor)
        let typed = HoursForm(visit.form)
        do {
            let hours = try typed.read()
            if hours.isEmpty && visit.form["none"] != "yes" { try await requireNoneBefore(service, visit) }
            try await directory.setHours(hours, of: service.id, by: visit.actor)
            return .seeOther("/directory/services/\(service.id)", flash: "The opening hours are saved.")
        } catch let invalid as InvalidInput {
            return hoursForm(service, typed, FieldFaults(invalid))
        }
    }

    /// Emptying every hour is asked about once more.
    private func requireNoneBefore(_ service: CareService, _ visit: Visit) async throws {
        if try await directory.calendar(of: service.id, by: visit.actor).hours.isEmpty { return }
        throw InvalidInput(
            "none", "This leaves the team with no hours; whoever sends is told to phone. Save it so?")
    }

    private func hoursForm(_ service: CareService, _ typed: HoursForm, _ faults: FieldFaults = FieldFaults()) -> Answer
    {
        .form("directory/hours", HoursPage(service, typed, faults), title: "When \(service.name) is open", faults)
    }

    private func addClosure(_ visit: Visit) async throws -> Answer {
        do {
            let (from, to) = try Self.span(visit)
            let closure = Closure(fromOn: from, toOn: to, reason: visit.form["reason"] ?? "")
            try await directory.addClosure(closure, of: visit.id(), by: visit.actor)
            return .seeOther(visit.path, flash: "The closure is saved.")
        } catch let invalid as InvalidInput {
            return try await closures(visit, FieldFaults(invalid))
        }
    }

    private func removeClosure(_ visit: Visit) async throws -> Answer {
        let id: ServiceID = try visit.id()
        try await directory.removeClosure(from: Self.day(visit), of: id, by: visit.actor)
        return .seeOther("/directory/services/\(id)/closures", flash: "The closure is taken back.")
    }

    private func closures(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let service = try await directory.keptService(visit.id(), by: visit.actor)
        let kept = try await directory.calendar(of: service.id, by: visit.actor).closures
        let action = "/directory/services/\(service.id)/closures"
        let page = SpansPage(
            heading: "When \(service.name) is shut",
            lead: Self.whatRuns(while: service),
            action: action, back: UpkeepPage.wayBack,
            spans: kept.map { .init($0.reason, $0.fromOn, $0.toOn, action) }, name: "reason",
            nameLabel: "Why it is shut",
            visit: visit, faults: faults
        )
        return .form("directory/spans", page, title: page.heading, faults)
    }

    /// What a manager has to know who closes a team over Christmas; the clocks are those of `Deadlines`.
    private static func whatRuns(while service: CareService) -> String {
        let number =
            service.outOfHoursTelephone.map { "The number for that is \($0)." }
            ?? "No number for that is on record: enter one under “Text”, as the telephone when it is closed."
        return
            "While it is shut the time to reach a student runs on. Where that ends before the team opens again, so does the "
            + "time to acknowledge the notice, and whoever sends it is told to phone. \(number) Bank holidays need not be "
            + "entered: the service is shut on them unless it has hours for them."
    }

    private func addTerm(_ visit: Visit) async throws -> Answer {
        do {
            let (from, to) = try Self.span(visit)
            let term = Term(name: visit.form["termName"] ?? "", fromOn: from, toOn: to)
            try await directory.addTerm(term, by: visit.actor)
            return .seeOther("/directory/terms", flash: "The term is saved.")
        } catch let invalid as InvalidInput {
            return try await terms(visit, FieldFaults(invalid))
        }
    }

    private func removeTerm(_ visit: Visit) async throws -> Answer {
        try await directory.removeTerm(from: Self.day(visit), by: visit.actor)
        return .seeOther("/directory/terms", flash: "The term is taken back.")
    }

    private func terms(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let kept = try await directory.terms(of: visit.actor.organisation(), by: visit.actor)
        let page = SpansPage(
            heading: "Terms",
            lead:
                "Term hours hold on these days, vacation hours on all others. Without terms every day is a term day.",
            action: "/directory/terms", back: UpkeepPage.wayBack,
            spans: kept.map { .init($0.name, $0.fromOn, $0.toOn, "/directory/terms") }, name: "termName",
            nameLabel: "Name of the term", visit: visit, faults: faults
        )
        return .form("directory/spans", page, title: page.heading, faults)
    }

    /// The first and last day typed; both faults are told at once.
    private static func span(_ visit: Visit) throws(InvalidInput) -> (CalendarDate, CalendarDate) {
        var faults: [FieldFault] = []
        func read(_ field: String, _ name: String) -> CalendarDate? {
            do { return try TypedDate(visit.form, field).required(field: field, called: name) } catch {
                faults += error.faults
                return nil
            }
        }
        guard let from = read("fromOn", "the first day"), let to = read("toOn", "the last day") else {
            throw InvalidInput(faults)
        }
        return (from, to)
    }

    private static func day(_ visit: Visit) throws -> CalendarDate {
        guard let day = CalendarDate(iso: try visit.parameter("day")) else { throw NotFound("day") }
        return day
    }
}

extension TypedDate {
    /// The three boxes of a date field.
    init(_ form: Form, _ field: String) {
        self.init(day: form["\(field)-day"], month: form["\(field)-month"], year: form["\(field)-year"])
    }
}
