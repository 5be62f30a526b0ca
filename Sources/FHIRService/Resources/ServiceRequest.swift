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
                .token("_id"), .token("identifier"), .code("status"), .code("code"), .code("priority"),
                .always("intent", "order", of: "http://hl7.org/fhir/request-intent"), .reference("patient"),
                .reference("subject"), .reference("requester"), .reference("performer"), .date("authored"),
                .date("_lastUpdated"),
            ],
            sorting: ["-authored", "authored", "_lastUpdated", "-_lastUpdated"],
            required: ["status", "intent", "subject"],
            brief: [
                "identifier", "status", "intent", "priority", "code", "subject", "authoredOn", "requester", "performer",
            ],
            inclusions: [
                including("ServiceRequest:patient", at: "subject", .students),
                including("ServiceRequest:subject", at: "subject", .students),
                including("ServiceRequest:requester", at: "requester", .directory),
                including("ServiceRequest:performer", at: "performer", .directory, .services),
            ],
            search: { search, call in
                try await collected(ExchangeFilter.requests(search), by: search.order, search, call) {
                    $0.serviceRequest
                }
            })
    }

    /// The exchanges that a search finds, each as what `make` reads in what was told.
    func collected(
        _ filters: [ExchangeFilter], by order: ExchangeOrder, _ search: Search, _ call: FHIRCall,
        _ make: (CollectedExchange) -> Served?
    ) async throws -> PageOf<Served> {
        let actor = try call.caller().actor
        let page = try await exchanges.overviews(filters, by: order, search.page, as: actor)
        let records = try await exchanges.collect(page.items.map(\.id), as: actor)
        return PageOf(items: records.compactMap(make), total: page.total, next: page.next)
    }
}

extension ExchangeFilter {
    /// What a search for something told in an exchange asks for, by the names that this resource has for it.
    static func read(
        _ search: Search, _ type: String, sent: [String], changed: [String]
    ) throws(FHIRProblem) -> [ExchangeFilter] {
        var filters: [ExchangeFilter] = []
        for term in search.terms {
            switch term.name {
            case "_id": filters.append(.ids(term.ids(of: type)))
            // Every exchange has a reference.
            case "identifier" where term.isForAll(of: FHIRSystem.exchangeReference): continue
            case "identifier": filters.append(.references(term.codes(of: FHIRSystem.exchangeReference)))
            case "patient", "subject": filters.append(.about(term.ids(of: "Patient")))
            case "requester", "service-provider": filters.append(.sent(by: term.ids(of: "Organization")))
            case "owner", "performer": filters.append(Self.owner(term))
            case "code", "type":
                filters.append(
                    .kinds(term.chosen(among: ExchangeKind.allCases, of: FHIRSystem.messageEvent, by: \.code)))
            case "priority":
                filters.append(
                    .urgencies(
                        term.chosen(
                            among: Urgency.allCases, of: "http://hl7.org/fhir/request-priority", by: \.priority)))
            default: continue
            }
        }
        filters += try search.ranges(sent).map(ExchangeFilter.sentAt)
        return try filters + search.ranges(changed).map(ExchangeFilter.changedAt)
    }

    /// An organisation owns what was sent to it, a team what is with it now; an id without a type may be either's.
    private static func owner(_ term: SearchTerm) -> ExchangeFilter {
        .any([.received(by: term.ids(of: "Organization")), .with(term.ids(of: "HealthcareService"))])
    }

    fileprivate static func requests(_ search: Search) throws(FHIRProblem) -> [ExchangeFilter] {
        let shared = try read(search, "ServiceRequest", sent: ["authored"], changed: ["_lastUpdated"])
        let statuses = try search["status"].map { term throws(FHIRProblem) in
            ExchangeFilter.standings(
                try term.chosen(
                    among: Standing.allCases, of: "http://hl7.org/fhir/request-status", known: statusCodes,
                    by: \.requestStatus))
        }
        return [.told] + shared + statuses
    }

    private static let statusCodes: Set = [
        "draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown",
    ]
}

extension Search {
    /// By what exchanges are sorted.
    var order: ExchangeOrder { sort?.hasSuffix("_lastUpdated") == true ? .changed : .sent }
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
                part("status", text: state.standing.requestStatus), part("intent", text: "order"),
                part("priority", text: facts.urgency.priority),
                part("code", facts.kind.concept),
                part("orderDetail", list: disclosure.requests.map(\.fhir)),
                part("subject", .reference("Patient", facts.personID)),
                part("authoredOn", text: FHIRTime.exact(facts.sentAt)),
                part("requester", .reference("Organization", facts.senderOrganisationID, senderTitle)),
                part("performer", list: [performer]), part("note", list: disclosure.notes),
            ])
    }

    private var performer: JSONText.Value {
        guard let team = state.serviceID else {
            return .reference("Organization", facts.recipientOrganisationID, recipientTitle)
        }
        return .reference("HealthcareService", team, recipientTitle)
    }
}

extension Standing {
    /// http://hl7.org/fhir/R4/valueset-request-status.html
    fileprivate var requestStatus: String {
        switch self {
        case .closed: "completed"
        case .declined, .recalled: "revoked"
        case .enteredInError: "entered-in-error"
        case .waiting, .opened, .acknowledged, .inHand: "active"
        }
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
