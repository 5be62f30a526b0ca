import Directory
import Exchange
import Foundation
import Vocabulary

/// What a manager does with the services of their organisation: see what wants attention, open, edit, close.
struct ServiceUpkeepPages {
    let directory: DirectoryStore
    let exchanges: ExchangeStore

    func routes(_ site: inout RouteTable) {
        site.get("/directory/upkeep", needs: .keepDirectory, overview)
        site.get("/directory/new-service", needs: .keepDirectory) { visit in
            try await form(visit, ServiceText(kind: .wellbeing, name: ""), of: nil)
        }
        site.post("/directory/new-service", needs: .keepDirectory, open)
        site.get("/directory/services/:id/text", needs: .keepDirectory) { visit in
            let service = try await own(visit)
            return try await form(visit, ServiceText(service), of: service)
        }
        site.post("/directory/services/:id/text", needs: .keepDirectory, edit)
        site.get("/directory/services/:id/closing", needs: .keepDirectory, askToClose)
        site.post("/directory/services/:id/closing", needs: .keepDirectory, close)
    }

    private func overview(_ visit: Visit) async throws -> Answer {
        let organisation = try await directory.organisation(visit.actor.organisation(), by: visit.actor)
        let services = try await directory.services(of: organisation.id, by: visit.actor)
            .filter { visit.actor.serviceID == nil || $0.id == visit.actor.serviceID }
        var cards: [UpkeepPage.Card] = []
        for service in services {
            let points = try await directory.contactPoints(of: service.id, by: visit.actor)
            cards.append(UpkeepPage.Card(service, points, at: visit.now))
        }
        let concerns = try await directory.concerns(by: visit.actor)
        let today = CalendarDate(visit.now)
        let terms = try await directory.terms(of: organisation.id, by: visit.actor).filter { $0.toOn >= today }
        let page = UpkeepPage(organisation, cards, concerns, terms: terms)
        return .page("directory/upkeep", page, title: "Keep the directory")
    }

    private func open(_ visit: Visit) async throws -> Answer {
        let text = read(visit)
        do {
            let id = try await directory.openService(text, by: visit.actor)
            return .seeOther(
                "/directory/services/\(id)/hours", flash: "The service is in the directory. When is it open?")
        } catch let invalid as InvalidInput {
            return try await form(visit, text, of: nil, FieldFaults(invalid))
        }
    }

    private func edit(_ visit: Visit) async throws -> Answer {
        let (service, text) = (try await own(visit), read(visit))
        do {
            try await directory.editService(service.id, text, seen: seen(visit), by: visit.actor)
            return .seeOther("/directory/services/\(service.id)", flash: "Saved.")
        } catch let invalid as InvalidInput {
            return try await form(visit, text, of: service, FieldFaults(invalid))
        } catch let conflict as Conflict {
            // What was typed stays; saving again, now that the other change is known, puts it over that change.
            let words = conflict.message + " What you typed is below; save again to put it over the other change."
            return try await form(visit, text, of: service, FieldFaults(InvalidInput("name", words)))
        }
    }

    /// The service of the path, when it is the actor's to keep.
    private func own(_ visit: Visit) async throws -> CareService {
        try await directory.keptService(visit.id(), by: visit.actor)
    }

    private func read(_ visit: Visit) -> ServiceText {
        func typed(_ field: String) -> String { visit.form[field] ?? "" }
        return ServiceText(
            kind: ServiceKind(rawValue: typed("kind")) ?? .other, name: typed("name"), offer: typed("offer"),
            limits: typed("limits"), waiting: typed("waiting"), howToRefer: typed("howToRefer"),
            telephone: typed("telephone"), outOfHoursTelephone: typed("outOfHoursTelephone"),
            outOfHoursNote: typed("outOfHoursNote"), campusID: CampusID(typed("campus"))
        )
    }

    /// When the page that was edited had last been changed.
    private func seen(_ visit: Visit) -> Date? {
        visit.form["seen"].flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0 / 1_000) }
    }

    private func form(
        _ visit: Visit, _ text: ServiceText, of service: CareService?, _ faults: FieldFaults = FieldFaults()
    ) async throws -> Answer {
        let campuses = try await directory.campuses(of: visit.actor.organisation(), by: visit.actor)
        let heading = service.map { "What \($0.name) says of itself" } ?? "Open a service"
        let seen = service.map { String(Int64(($0.updatedAt.timeIntervalSince1970 * 1_000).rounded())) }
        let page = FormPage(
            heading, lead: ["Everybody on the staff of a joined organisation can read this. Use plain words."],
            back: UpkeepPage.wayBack,
            action: service.map { "/directory/services/\($0.id)/text" } ?? "/directory/new-service",
            fields: ServiceForm.fields(text, campuses, faults), button: service == nil ? "Open the service" : "Save",
            hidden: seen.map { [.init(name: "seen", value: $0)] } ?? [], faults: faults
        )
        return .form(page, faults)
    }
}

/// The fields of a service's page.
enum ServiceForm {
    static func fields(_ text: ServiceText, _ campuses: [Campus], _ faults: FieldFaults) -> [FormField] {
        func area(_ name: String, _ label: String, _ value: String, _ hint: String? = nil) -> FormField {
            .area(TextArea(name, label: label, value: value, hint: hint, error: faults[name], most: 2_000, rows: 4))
        }
        func phone(_ name: String, _ label: String, _ value: String) -> FormField {
            .text(TextField(name, label: label, value: value, error: faults[name], kind: .telephone, width: .twenty))
        }
        let kinds = ServiceKind.allCases.map { ($0.rawValue, $0.title) }
        let places = [("", "All of the organisation")] + campuses.map { ($0.id.rawValue, $0.name) }
        let served: FormField = .select(
            SelectField("campus", label: "Whom it serves", places, chosen: text.campusID?.rawValue)
        )
        return [
            .text(
                TextField("name", label: "Name of the service", value: text.name, error: faults["name"], width: .twenty)
            ),
            .select(SelectField("kind", label: "Kind of service", kinds, chosen: text.kind.rawValue)),
        ] + (campuses.isEmpty ? [] : [served]) + [
            area("offer", "What it offers, and to whom", text.offer),
            area("limits", "What it does not do", text.limits),
            area("waiting", "How long people wait", text.waiting, "For example: a first talk within 5 working days."),
            area("howToRefer", "How to refer", text.howToRefer),
            phone("telephone", "Telephone in opening hours", text.telephone),
            phone("outOfHoursTelephone", "Telephone when it is closed", text.outOfHoursTelephone),
            area(
                "outOfHoursNote", "Who answers when it is closed", text.outOfHoursNote,
                "For example: campus security, who can reach the duty warden."
            ),
        ]
    }
}
