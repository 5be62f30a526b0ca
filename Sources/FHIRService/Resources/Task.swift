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
                .token("_id"), .token("identifier"), .code("status"), .code("business-status"), .code("code"),
                .code("priority"),
                .always("intent", "order", of: "http://hl7.org/fhir/request-intent"), .reference("owner"),
                .reference("requester"), .reference("patient"), .reference("subject"), .reference("focus"),
                .date("authored-on"), .date("modified"), .date("_lastUpdated"),
            ],
            sorting: ["-authored-on", "authored-on", "_lastUpdated", "-_lastUpdated"], required: ["status", "intent"],
            brief: [
                "identifier", "status", "statusReason", "businessStatus", "intent", "code", "focus", "for", "encounter",
                "authoredOn", "lastModified", "requester", "owner", "restriction",
            ],
            inclusions: taskInclusions,
            search: { search, call in
                try await exchanges.overviews(
                    ExchangeFilter.tasks(search), by: search.order, search.page, as: call.caller().actor
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
            Inclusion("Task:focus", needs: [.contents]) { found, call in
                let ids: [ExchangeID] = found.compactMap { $0.target("focus") }
                let records = try await exchanges.collect(ids, as: call.caller().actor)
                return PageOf(whole: records.map(\.serviceRequest))
            },
            including("Task:patient", at: "for", .students), including("Task:subject", at: "for", .students),
            including("Task:owner", at: "owner", .directory, .services),
            including("Task:requester", at: "requester", .directory),
            Inclusion("Communication:part-of", isReverse: true, needs: [.thread]) { found, call in
                var query = ThreadQuery<Subjects.Message>()
                query.exchanges = found.compactMap { ExchangeID($0.id) }
                let page = PageRequest(most: Search.most, isDescending: true)
                return try await exchanges.messages(query, page, as: call.caller().actor).map(\.served)
            },
            Inclusion("Provenance:target", isReverse: true, needs: [.history]) { found, call in
                var query = ThreadQuery<Subjects.ExchangeEvent>()
                query.exchanges = found.compactMap { ExchangeID($0.id) }
                return try await provenances(query, PageRequest(most: Search.most, isDescending: true), call)
            },
        ]
    }
}

extension ExchangeFilter {
    /// What a search for tasks asks for; the two names of the last change are FHIR's.
    fileprivate static func tasks(_ search: Search) throws(FHIRProblem) -> [ExchangeFilter] {
        let shared = try read(search, "Task", sent: ["authored-on"], changed: ["modified", "_lastUpdated"])
        let statuses = try search["status"].map { term throws(FHIRProblem) in
            ExchangeFilter.standings(
                try term.chosen(
                    among: Standing.allCases, of: "http://hl7.org/fhir/task-status", known: TaskStatus.all,
                    by: \.taskStatus))
        }
        // Which ServiceRequest belongs to a task is not found out by asking, as long as it is not told.
        let focus = search["focus"].flatMap { [.told, ExchangeFilter.ids($0.ids(of: "ServiceRequest"))] }
        return try shared + statuses + focus + search["business-status"].map(businessStatus)
    }

    /// As `businessStatus` of a task says it: how one ended that was closed, how any other stands.
    private static func businessStatus(_ term: SearchTerm) throws(FHIRProblem) -> ExchangeFilter {
        let standings = Standing.allCases.filter { $0 != .closed }
        let known = Set(standings.map(\.rawValue)).union(Outcome.allCases.map(\.rawValue))
        return .any([
            .standings(try term.chosen(among: standings, of: FHIRSystem.standing, known: known, by: \.rawValue)),
            .outcomes(try term.chosen(among: Outcome.allCases, of: FHIRSystem.outcome, known: known, by: \.rawValue)),
        ])
    }
}
