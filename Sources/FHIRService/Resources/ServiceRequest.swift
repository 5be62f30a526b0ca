import Database
import Exchange
import FHIR
import Foundation
import Students
import Vocabulary

extension FHIRService {
    /// What was told and asked, once it is told to the caller.
    var serviceRequests: ServedResource {
        ServedResource(
            type: "ServiceRequest", scope: .contents,
            otherwise: "\(Self.wayIn) How it goes on is said by PATCH /fhir/R4/Task.",
            parameters: [
                .token("_id"), .token("identifier"), .reference("patient"), .reference("requester"), .date("authored"),
                .date("_lastUpdated"),
            ],
            sorting: ["-authored", "authored"], required: ["status", "intent", "subject"],
            brief: [
                "identifier", "status", "intent", "priority", "code", "subject", "authoredOn", "requester", "performer",
            ],
            inclusions: [
                Inclusion("ServiceRequest:patient", needs: .students) { found, call in
                    let ids: [PersonID] = found.compactMap { $0.target("subject") }
                    return try await patients(ids, PageRequest(most: Search.most), call)
                }
            ],
            search: { search, call in
                try await collected(
                    [.told]
                        + ExchangeFilter.read(search, "ServiceRequest", sent: "authored", changed: "_lastUpdated"),
                    search, call
                ) { $0.serviceRequest }
            })
    }

    /// The exchanges that a search finds, each as what `make` reads in what was told.
    func collected(
        _ filters: [ExchangeFilter], _ search: Search, _ call: FHIRCall,
        _ make: (CollectedExchange) -> Served?
    ) async throws -> PageOf<Served> {
        let actor = try call.caller().actor
        let page = try await exchanges.overviews(filters, search.page, as: actor)
        let records = try await exchanges.collect(page.items.map(\.id), as: actor)
        return PageOf(items: records.compactMap(make), total: page.total, next: page.next)
    }
}

extension ExchangeFilter {
    /// What a search for something told in an exchange asks for, by the names that this resource has for it.
    static func read(
        _ search: Search, _ type: String, sent: String, changed: String?
    ) throws(FHIRProblem) -> [ExchangeFilter] {
        var filters: [ExchangeFilter] = []
        for term in search.terms {
            switch term.name {
            case "_id": filters.append(.ids(term.ids(of: type)))
            case "identifier": filters.append(.references(term.codes(of: FHIRSystem.exchangeReference)))
            case "patient": filters.append(.about(term.ids(of: "Patient")))
            case "requester": filters.append(.sent(by: term.ids(of: "Organization")))
            default: continue
            }
        }
        filters += try search.ranges(sent).map(ExchangeFilter.sentAt)
        return try filters + (changed.map(search.ranges) ?? []).map(ExchangeFilter.changedAt)
    }
}

extension CollectedExchange {
    /// As UK Core's ServiceRequest. Each category that was told is a note that says which it is; what was not told is
    /// not there, and nothing says whether it exists.
    var serviceRequest: Served {
        Served(
            // How to reach the student, and whether an agreement has ended, changes without anything happening to the
            // exchange, so the content is the version.
            "ServiceRequest", id: facts.id, changedAt: changedAt,
            [
                part("identifier", list: [.identifier(FHIRSystem.exchangeReference, facts.reference)]),
                part("status", text: requestStatus), part("intent", text: "order"),
                part("priority", text: facts.urgency.priority),
                part("code", facts.kind.concept),
                part("orderDetail", list: disclosure.requests.map(\.fhir)),
                part("subject", .reference("Patient", facts.personID)),
                part("authoredOn", text: FHIRTime.exact(facts.sentAt)),
                part("requester", .reference("Organization", facts.senderOrganisationID, senderTitle)),
                part("performer", list: [performer]), part("note", list: disclosure.notes),
            ])
    }

    private var requestStatus: String {
        switch state.standing {
        case .closed: "completed"
        case .declined, .recalled: "revoked"
        case .enteredInError: "entered-in-error"
        case .waiting, .opened, .acknowledged, .inHand: "active"
        }
    }

    private var performer: JSONText.Value {
        guard let team = state.serviceID else {
            return .reference("Organization", facts.recipientOrganisationID, recipientTitle)
        }
        return .reference("HealthcareService", team, recipientTitle)
    }
}

extension ExchangeRecord.Request {
    fileprivate var fhir: JSONText.Value {
        .concept(FHIRSystem.request, kind.rawValue, [kind.title, detail].compactMap(\.self).joined(separator: ": "))
    }
}

extension ExchangeRecord.Disclosure {
    /// The categories, then what belongs to every notice: how to reach the student and the sender, and what comes next.
    fileprivate var notes: [JSONText.Value] {
        let named = namedContact.map {
            [$0.name, $0.jobTitle, $0.telephone, $0.hours].compactMap(\.self).joined(separator: ", ")
        }
        let others: [(String, String?)] = [
            ("safeContact", safeContact), ("unsafeContact", unsafeContact), ("nextSteps", nextSteps),
            ("namedContact", named), ("explanation", explanation),
        ]
        let steps = checklist.map {
            ("checklist", [$0.step.title, $0.answer.title, $0.reason].compactMap(\.self).joined(separator: ": "))
        }
        let all =
            contents.map { ($0.category.rawValue, $0.text) }
            + others.compactMap { code, text in text.map { (code, $0) } } + steps
        return all.filter { !$0.1.isEmpty }.map { code, text in
            ["extension": [["url": .string(FHIRSystem.category), "valueCode": .string(code)]], "text": .string(text)]
        }
    }
}
