import Database
import Exchange
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// The exchange as work that one side asks of the other. It says how far it has come, in codes.
    var tasks: ServedResource {
        ServedResource(
            type: "Task", scope: .exchanges,
            otherwise: """
                \(Self.wayIn) A Task moves along by PATCH or PUT of its status; it is taken back by the status \
                cancelled or entered-in-error, and never deleted.
                """,
            parameters: [
                .token("_id"), .token("identifier"), .token("status"), .token("code"), .token("priority"),
                .reference("owner"), .reference("requester"), .reference("patient"), .date("authored-on"),
                .date("modified"), .date("_lastUpdated"),
            ],
            sorting: ["-authored-on", "authored-on", "_lastUpdated"], required: ["status", "intent"],
            brief: [
                "identifier", "status", "statusReason", "businessStatus", "intent", "code", "focus", "for", "encounter",
                "authoredOn", "lastModified", "requester", "owner", "restriction",
            ],
            inclusions: taskInclusions,
            search: { search, call in
                let order: ExchangeOrder = search.sort == "_lastUpdated" ? .changed : .sent
                return try await exchanges.overviews(
                    ExchangeFilter.read(search), by: order, search.page, as: call.caller().actor
                ).map(\.served)
            },
            writes: taskWrites)
    }

    /// - Throws: `NotFound` where the caller's team has nothing to do with it.
    func task(_ id: String?, _ call: FHIRCall) async throws -> ExchangeOverview {
        guard let id = id.flatMap(ExchangeID.init) else { throw NotFound("exchange") }
        return try await exchanges.overview(id, as: call.caller().actor)
    }

    private var taskInclusions: [Inclusion] {
        [
            Inclusion("Task:focus", needs: .contents) { found, call in
                let ids: [ExchangeID] = found.compactMap { $0.target("focus") }
                let records = try await exchanges.collect(ids, as: call.caller().actor)
                return PageOf(whole: records.map(\.serviceRequest))
            },
            Inclusion("Task:patient", needs: .students) { found, call in
                let ids: [PersonID] = found.compactMap { $0.target("for") }
                return try await patients(ids, PageRequest(most: Search.most), call)
            },
            Inclusion("Communication:part-of", isReverse: true, needs: .thread) { found, call in
                var query = ThreadQuery<Subjects.Message>()
                query.exchanges = found.compactMap { ExchangeID($0.id) }
                let page = PageRequest(most: Search.most, isDescending: true)
                return try await exchanges.messages(query, page, as: call.caller().actor).map(\.served)
            },
        ]
    }
}

extension ExchangeFilter {
    /// What a search for tasks asks for; the two names of the same time are FHIR's.
    fileprivate static func read(_ search: Search) throws(FHIRProblem) -> [ExchangeFilter] {
        var filters = try read(search, "Task", sent: "authored-on", changed: "_lastUpdated")
        for term in search.terms {
            switch term.name {
            case "status": filters.append(.standings(try term.standings()))
            case "code":
                filters.append(.kinds(term.codes(of: FHIRSystem.messageEvent).compactMap(ExchangeKind.init(code:))))
            case "priority": filters.append(.urgencies(Urgency.allCases.filter { term.values.contains($0.priority) }))
            case "owner": filters.append(Self.owner(term))
            default: continue
            }
        }
        return try filters + search.ranges("modified").map(ExchangeFilter.changedAt)
    }

    /// An organisation owns what was sent to it, a team what is with it now.
    private static func owner(_ term: SearchTerm) -> ExchangeFilter {
        term.isForTeams ? .with(term.ids(of: "HealthcareService")) : .received(by: term.ids(of: "Organization"))
    }
}

extension SearchTerm {
    /// - Throws: `FHIRProblem` for what is no status of a task.
    fileprivate func standings() throws(FHIRProblem) -> [Standing] {
        let codes = codes(of: "http://hl7.org/fhir/task-status")
        guard Set(codes).isSubset(of: TaskStatus.all) else {
            throw FHIRProblem(.badRequest, .codeInvalid, "status takes the codes of a task.")
        }
        return Standing.allCases.filter { codes.contains($0.taskStatus) }
    }
}
