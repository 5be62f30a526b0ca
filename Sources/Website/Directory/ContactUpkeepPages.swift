import Directory
import Foundation
import Vocabulary

/// A manager keeps a contact point: its address and rhythm, and the people in it.
struct ContactUpkeepPages {
    let directory: DirectoryStore

    func routes(_ site: inout RouteTable) {
        site.get("/directory/services/:id/new-contact", needs: .keepDirectory) { visit in
            let service = try await directory.keptService(visit.id(), by: visit.actor)
            return addressForm(service, nil, ContactPointText(purpose: .notices), days: "90")
        }
        site.post("/directory/services/:id/new-contact", needs: .keepDirectory, open)
        site.get("/directory/contacts/:id", needs: .keepDirectory, contact)
        site.get("/directory/contacts/:id/address", needs: .keepDirectory) { visit in
            let (point, service) = try await kept(visit)
            return addressForm(service, point, ContactPointText(point), days: String(point.verifyEveryDays))
        }
        site.post("/directory/contacts/:id/address", needs: .keepDirectory, edit)
        site.get("/directory/contacts/:id/new-person", needs: .keepDirectory) { visit in
            try await personForm(visit, HolderText(name: ""))
        }
        site.post("/directory/contacts/:id/new-person", needs: .keepDirectory, appoint)
        site.post("/directory/contacts/:id/closing", needs: .keepDirectory, close)
        site.post("/directory/people/:id/promotion", needs: .keepDirectory, promote)
        site.get("/directory/people/:id/dismissal", needs: .keepDirectory, askToDismiss)
        site.post("/directory/people/:id/dismissal", needs: .keepDirectory, dismiss)
    }

    private func contact(_ visit: Visit) async throws -> Answer {
        let (point, service) = try await kept(visit)
        let page = ContactPage(point, service, at: visit.now)
        return .page("directory/contact", page, title: page.heading)
    }

    private func open(_ visit: Visit) async throws -> Answer {
        let service = try await directory.keptService(visit.id(), by: visit.actor)
        let text = read(visit, ExchangePurpose(rawValue: visit.form["purpose"] ?? "") ?? .notices)
        do {
            let id = try await directory.openContactPoint(text, at: service.id, by: visit.actor)
            return .seeOther("/directory/contacts/\(id)/new-person", flash: "Saved. Who holds it?")
        } catch let fault {
            guard let faults = FieldFaults(fault, on: "purpose") else { throw fault }
            return addressForm(service, nil, text, days: visit.form["verifyEveryDays"] ?? "", faults)
        }
    }

    private func edit(_ visit: Visit) async throws -> Answer {
        let (point, service) = try await kept(visit)
        let text = read(visit, point.purpose)
        do {
            try await directory.editContactPoint(point.id, text, by: visit.actor)
            return .seeOther("/directory/contacts/\(point.id)", flash: "Saved. If the address changed, verify it.")
        } catch let invalid as InvalidInput {
            return addressForm(service, point, text, days: visit.form["verifyEveryDays"] ?? "", FieldFaults(invalid))
        }
    }

    private func appoint(_ visit: Visit) async throws -> Answer {
        let (point, _) = try await kept(visit)
        let colleagues = try await directory.colleagues(of: visit.actor)
        let chosen = colleagues.first { $0.accountID.rawValue == visit.form["colleague"] }
        let text = HolderText(
            accountID: chosen?.accountID, name: chosen?.name ?? visit.form["name"] ?? "",
            jobTitle: visit.form["jobTitle"] ?? "", email: visit.form["email"] ?? "",
            telephone: visit.form["telephone"] ?? ""
        )
        do {
            _ = try await directory.appoint(text, to: point.id, by: visit.actor)
            return .seeOther(
                "/directory/contacts/\(point.id)", flash: "\(TypedText.clean(text.name)) is in this contact.")
        } catch let fault {
            guard let faults = FieldFaults(fault, on: "colleague") else { throw fault }
            return try await personForm(visit, text, faults)
        }
    }

    private func close(_ visit: Visit) async throws -> Answer {
        try await directory.closeContactPoint(visit.id(), by: visit.actor)
        return .seeOther("/directory/upkeep", flash: "The contact is closed.")
    }

    private func promote(_ visit: Visit) async throws -> Answer {
        let point = try await directory.promote(visit.id(), by: visit.actor)
        return .seeOther("/directory/contacts/\(point)", flash: "The order is changed.")
    }

    private func askToDismiss(_ visit: Visit) async throws -> Answer {
        let entry = try await directory.entry(visit.id(), by: visit.actor)
        let (holder, point) = (entry.holder, entry.point)
        if point.isLast(holder, on: CalendarDate(visit.now)) {
            let words = "\(holder.name) is the only person in this contact. Who comes after them?"
            return .seeOther("/directory/contacts/\(point.id)/new-person", flash: words)
        }
        let next =
            holder.rank == 0
            ? "They hold it: from then on a deputy is told, until you move one up."
            : "The holder and the other deputies stay as they are."
        let page = FormPage(
            "Take \(holder.name) out of this contact?",
            lead: ["\(entry.service.name), \(point.purpose.title.lowercased()).", next],
            action: "/directory/people/\(holder.id)/dismissal", fields: [], button: "Take them out")
        return .form(page, FieldFaults())
    }

    private func dismiss(_ visit: Visit) async throws -> Answer {
        let id: ContactHolderID = try visit.id()
        let before = try await directory.entry(id, by: visit.actor).point.id
        do {
            let point = try await directory.dismiss(id, by: visit.actor)
            return .seeOther("/directory/contacts/\(point)", flash: "The person is taken out of this contact.")
        } catch let conflict as Conflict {
            return .seeOther("/directory/contacts/\(before)", flash: conflict.message)
        }
    }

    private func kept(_ visit: Visit) async throws -> (ContactPoint, CareService) {
        let point = try await directory.contactPoint(visit.id(), by: visit.actor)
        return (point, try await directory.keptService(point.serviceID, by: visit.actor))
    }

    private func read(_ visit: Visit, _ purpose: ExchangePurpose) -> ContactPointText {
        ContactPointText(
            purpose: purpose, email: visit.form["email"] ?? "", telephone: visit.form["telephone"] ?? "",
            verifyEveryDays: Int(TypedText.clean(visit.form["verifyEveryDays"] ?? "")) ?? 0
        )
    }

    private func addressForm(
        _ service: CareService, _ point: ContactPoint?, _ text: ContactPointText, days: String,
        _ faults: FieldFaults = FieldFaults()
    ) -> Answer {
        let heading = point.map { "\($0.purpose.title): where they go" } ?? "Add a contact to \(service.name)"
        let page = FormPage(
            heading,
            lead: ["Nudges go to this address, never anything about a student: that is read here, signed in."],
            action: point.map { "/directory/contacts/\($0.id)/address" }
                ?? "/directory/services/\(service.id)/new-contact",
            fields: ContactForm.address(text, asksPurpose: point == nil, days: days, faults), button: "Save",
            faults: faults
        )
        return .form(page, faults)
    }

    private func personForm(
        _ visit: Visit, _ text: HolderText, _ faults: FieldFaults = FieldFaults()
    ) async throws -> Answer {
        let (point, service) = try await kept(visit)
        let isVacant = point.holder(on: CalendarDate(visit.now)) == nil
        let page = FormPage(
            isVacant ? "Who holds this contact?" : "Add a deputy",
            lead: ["\(service.name), \(point.purpose.title.lowercased())."],
            action: "/directory/contacts/\(point.id)/new-person",
            fields: ContactForm.person(text, try await directory.colleagues(of: visit.actor), faults), button: "Save",
            faults: faults
        )
        return .form(page, faults)
    }
}

extension FieldFaults {
    /// Faults of the input; a conflict stands beside `field`. `nil` for any other error.
    init?(_ error: any Error, on field: String) {
        switch error {
        case let invalid as InvalidInput: self.init(invalid)
        case let conflict as Conflict: self.init(InvalidInput(field, conflict.message))
        default: return nil
        }
    }
}
