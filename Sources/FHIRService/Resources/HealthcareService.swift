import Database
import Directory
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Services of the directory that are open, which are also the teams that exchanges are sent to.
    var healthcareServices: ServedResource {
        ServedResource(
            type: "HealthcareService", scope: .services,
            otherwise: """
                Systems read the directory; each organisation’s managers keep its services on the pages.
                """,
            parameters: [
                .token("_id"), .string("name"), .reference("organization"), .reference("location", [.missing]),
                .code("service-type"), .active, .date("_lastUpdated"),
            ],
            sorting: ["name", "-name", "_lastUpdated", "-_lastUpdated"], required: [],
            brief: ["active", "providedBy", "type", "name", "comment", "location"],
            inclusions: [
                including("HealthcareService:organization", at: "providedBy", .directory),
                including("HealthcareService:location", at: "location", .places),
            ],
            search: { search, call in
                let order: ServiceOrder = search.sort?.hasSuffix("_lastUpdated") == true ? .changed : .name
                return try await directory.services(
                    ServiceQuery(search), in: order, search.page, by: call.caller().actor
                ).map(\.served)
            })
    }

    /// The one that was read.
    /// - Throws: `NotFound` where there is none.
    func one(_ page: PageOf<Served>) throws(NotFound) -> Served {
        guard let found = page.items.first else { throw NotFound("resource") }
        return found
    }
}

extension Served {
    /// The id to which an element refers.
    func target<Subject>(_ element: String) -> Identifier<Subject>? {
        let reference = resource[element]?["reference"]?.string?.split(separator: "/").last
        return reference.flatMap { Identifier<Subject>(String($0)) }
    }
}

extension ServiceQuery {
    fileprivate init(_ search: Search) throws {
        self.init()
        ids = try search.values("_id") { $0.ids(of: "HealthcareService") }
        organisations = try search.values("organization") { $0.ids(of: "Organization") }
        kinds = try search.values("service-type") {
            $0.chosen(among: ServiceKind.allCases, of: FHIRSystem.serviceKind, by: \.rawValue)
        }
        names = search["name"].map(\.names)
        changed = try search.ranges("_lastUpdated")
        for term in search["location"] {
            if term.modifier == .missing { hasCampus = try !term.truth() } else { campuses = term.ids(of: "Location") }
        }
    }
}

extension ListedService {
    /// As UK Core's HealthcareService. Hours of terms, vacations and bank holidays are said in words only, since FHIR's
    /// weekly hours know none of them.
    fileprivate var served: Served {
        Served(
            "HealthcareService", id: service.id,
            changedAt: service.updatedAt,
            [
                .init("active", true),
                .init("providedBy", .reference("Organization", service.organisationID)),
                part("type", list: [.concept(FHIRSystem.serviceKind, service.kind.rawValue, service.kind.title)]),
                part("location", list: service.campusID.map { [.reference("Location", $0)] } ?? []),
                part("name", text: service.name), part("comment", text: service.offer),
                part("extraDetails", text: details),
                part("telecom", list: service.telephone.map { [.telecom("phone", $0)] } ?? []),
                part("referralMethod", list: service.howToRefer.isEmpty ? [] : [.words(service.howToRefer)]),
                part("availableTime", list: hours.filter { $0.period == .always }.map(\.fhir)),
                part("availabilityExceptions", text: exceptions),
            ])
    }

    private var details: String {
        [
            service.limits.isEmpty ? nil : "What it does not do: \(service.limits)",
            service.waiting.isEmpty ? nil : "Waiting: \(service.waiting)",
        ].compactMap(\.self).joined(separator: "\n")
    }

    private var exceptions: String {
        let others = Set(hours.map(\.period)).subtracting([.always]).map(\.title).sorted()
        let said = others.isEmpty ? nil : "Other hours: \(others.joined(separator: ", ").lowercased())."
        let out = service.outOfHoursTelephone.map { "When it is closed: \($0)." }
        let note = service.outOfHoursNote.isEmpty ? nil : service.outOfHoursNote
        return [said, out, note].compactMap(\.self).joined(separator: " ")
    }
}

extension OpeningHours {
    fileprivate var fhir: JSONText.Value {
        let day = JSONText.Value.string(String(weekday.name.prefix(3)).lowercased())
        if opensMinute == 0 && closesMinute == 1440 { return ["daysOfWeek": [day], "allDay": true] }
        return [
            "daysOfWeek": [day], "availableStartTime": .string(Self.clock(opensMinute)),
            "availableEndTime": .string(Self.clock(closesMinute)),
        ]
    }

    /// FHIR knows no 24:00.
    private static func clock(_ minute: Int) -> String {
        if minute == 1440 { return "23:59:59" }
        return "\(minute < 600 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60):00"
    }
}
