import Directory
import Foundation
import Vocabulary

/// Where a manager says whether everybody may find a service, and sees what everybody would read.
struct PublicationPages {
    let directory: DirectoryStore

    func routes(_ site: inout RouteTable) {
        site.get("/directory/services/:id/publication", needs: .keepDirectory) { try await form($0) }
        site.post("/directory/services/:id/publication", needs: .keepDirectory, decide)
    }

    private func decide(_ visit: Visit) async throws -> Answer {
        let id: ServiceID = try visit.id()
        switch visit.form["audience"] {
        case "everybody":
            do {
                let ages = try AgeRange(
                    typedYoungest: visit.form["youngest"] ?? "", typedOldest: visit.form["oldest"] ?? "")
                try await directory.publishService(id, for: ages, by: visit.actor)
            } catch let invalid as InvalidInput { return try await form(visit, FieldFaults(invalid)) }
            return .seeOther("/directory/services/\(id)", flash: "Everybody may find this service now.")
        case "staff":
            try await directory.unpublishService(id, by: visit.actor)
            return .seeOther("/directory/services/\(id)", flash: "Only staff of joined organisations find it now.")
        default: return try await form(visit, FieldFaults(InvalidInput("audience", "Choose who may find it.")))
        }
    }

    private func form(_ visit: Visit, _ faults: FieldFaults = FieldFaults()) async throws -> Answer {
        let face = try await directory.publicFace(of: visit.id(), by: visit.actor)
        let page = PublicationPage(face, typed: visit.method == .post ? visit.form : nil, faults, at: visit.now)
        return .form("open-directory/publication", page, title: "Who may find \(page.name)", faults)
    }
}

/// The switch, with what it would show.
struct PublicationPage: Sendable {
    let id: String
    let name: String
    let audience: Choices
    let preview: OpenServicePage
    /// What is left out because it names a person.
    let withheld: [String]
    let hasWithheld: Bool
    let errorSummary: ErrorSummary?

    init(_ face: OpenListing, typed: Form?, _ faults: FieldFaults, at now: Date) {
        let service = face.service
        (id, name) = (service.id.rawValue, service.name)
        func age(_ field: String, _ label: String, _ value: Int?) -> FormField {
            .text(
                TextField(
                    field, label: label, value: typed?[field] ?? value.map(String.init), error: faults[field],
                    kind: .number, width: .two))
        }
        let chosen = typed.map { $0["audience"] ?? "" } ?? (service.publicSince == nil ? "staff" : "everybody")
        audience = Choices(
            "audience", legend: "Who may find this service?",
            [
                .init("staff", "Only the staff of organisations that have joined"),
                .init(
                    "everybody", "Everybody, without signing in",
                    hint: "People, and directories of councils and the NHS that read it by machine.",
                    reveals: [
                        age("youngest", "Youngest age, if there is one", service.ages.youngest),
                        age("oldest", "Oldest age, if there is one", service.ages.oldest),
                    ]),
            ], chosen: [chosen], error: faults["audience"])
        preview = OpenServicePage(face, at: now)
        (withheld, hasWithheld) = (face.withheld, !face.withheld.isEmpty)
        errorSummary = faults.summary
    }
}
