import Database
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Vocabulary

extension FHIRService {
    /// The thread between both sides of an exchange.
    var communications: ServedResource {
        ServedResource(
            type: "Communication", scope: .thread,
            otherwise: """
                What was written stays as it was written. To add to it, POST /fhir/R4/Communication.
                """,
            parameters: [
                .token("_id"), .reference("part-of"), .reference("patient"), .reference("subject"),
                .reference("sender"), .date("sent"), .date("_lastUpdated"),
            ],
            sorting: ["sent", "-sent", "_lastUpdated", "-_lastUpdated"], required: ["status"],
            brief: ["status", "partOf", "subject", "sent", "sender"],
            inclusions: [
                including("Communication:part-of", at: "partOf", .exchanges),
                including("Communication:patient", at: "subject", .students),
                including("Communication:subject", at: "subject", .students),
                including("Communication:sender", at: "sender", .directory),
            ],
            search: { search, call in
                try await communications(ThreadQuery(search), search.page, call)
            },
            writes: [
                .init(
                    code: "create",
                    interaction: Interaction(.post, "/fhir/R4/Communication", needs: .writing) { call in
                        try await create(self.communications, call) { try await writeCommunication(call) }
                    })
            ])
    }

    private func communications(
        _ query: ThreadQuery<Subjects.Message>, _ page: PageRequest, _ call: FHIRCall
    ) async throws -> PageOf<Served> {
        try await exchanges.messages(query, page, as: call.caller().actor).map(\.served)
    }

    /// Writes a message in the name of the person whom `sender` names. The same words under the same request id are
    /// written once.
    private func writeCommunication(_ call: FHIRCall) async throws -> Served {
        let body = try await inspected(call.request)
        guard body["resourceType"]?.string == "Communication" else {
            throw FHIRProblem(.badRequest, .invalid, "Send a Communication.")
        }
        try Self.requireKeptParts(of: body)
        guard let request = try call.requestID() else {
            throw FHIRProblem(
                .badRequest, .required, "Send an X-Request-Id (a UUID): a retry with the same writes once.")
        }
        let id = try await exchange(of: body, call)
        let payload = body["payload"]?.items ?? []
        guard payload.count == 1, let words = payload[0]["contentString"]?.string else {
            throw FHIRProblem(
                .unprocessableContent, .required, "Send one payload, with contentString.", at: "Communication.payload")
        }
        try FHIRProblem.unlessOnly(["contentString"], in: payload[0], at: "Communication.payload[0]")
        let person = try await person(body["sender"], at: "Communication.sender", call)
        let known = try condition(communications, call).map { search in try ThreadQuery(search) }
        let message = try await exchanges.write(
            words, in: id, key: request, unless: known, for: call.caller().actor, by: person
        ).id
        var query = ThreadQuery<Subjects.Message>()
        query.ids = [message]
        return try await one(communications(query, PageRequest(most: 1), call))
    }

    /// The exchange to whose thread a message is to be added.
    /// - Throws: `FHIRProblem` where it is none that is told to the caller, or is about somebody else than the message says.
    private func exchange(of communication: JSONText.Value, _ call: FHIRCall) async throws -> ExchangeID {
        let named = SearchTerm(
            name: "partOf", modifier: nil,
            values: (communication["partOf"]?.items ?? []).map { $0["reference"]?.string ?? "" })
        let ids: [ExchangeID] = named.ids(of: "Task")
        guard let id = ids.first, named.values.count == 1 else { throw Self.noTask }
        let task = try await task(id.rawValue, call)
        guard task.isTold else { throw Self.noTask }
        let subject: PersonID? = communication["subject"]?.id(of: "Patient")
        guard communication["subject"] == nil || subject == task.facts.personID else {
            throw FHIRProblem(
                .unprocessableContent, .businessRule,
                "The Task is about another Patient, or this does not say whom. Leave it out, or name the one of the Task.",
                at: "Communication.subject")
        }
        return id
    }

    private static let noTask = FHIRProblem(
        .unprocessableContent, .required, "partOf names one Task that is told to you.", at: "Communication.partOf")
}

extension FHIRService {
    /// Parts that could not be kept as they come are refused: nobody should believe that they are.
    private static func requireKeptParts(of communication: JSONText.Value) throws(FHIRProblem) {
        let kept: Set = ["resourceType", "id", "meta", "text", "status", "partOf", "subject", "sender", "payload"]
        try FHIRProblem.unlessOnly(kept, in: communication, at: "Communication")
        guard communication["status"]?.string == "completed" else {
            throw FHIRProblem(
                .unprocessableContent, .businessRule, "What is written is told at once: its status is completed.",
                at: "Communication.status")
        }
    }
}

extension ThreadQuery<Subjects.Message> {
    fileprivate init(_ search: Search) throws {
        self.init()
        ids = try search.values("_id") { $0.ids(of: "Communication") }
        exchanges = try search.values("part-of") { $0.ids(of: "Task") }
        people = try search.values("patient", "subject") { $0.ids(of: "Patient") }
        organisations = try search.values("sender") { $0.ids(of: "Organization") }
        at = try search.ranges("sent", "_lastUpdated")
    }
}

extension SystemMessage {
    /// As UK Core's Communication; the writer by name, as the other side reads it on the pages.
    var served: Served {
        Served(
            "Communication", id: id, version: "1", changedAt: at,
            [
                part("partOf", list: [.reference("Task", exchangeID)]), part("status", text: "completed"),
                part("subject", .reference("Patient", personID)), part("sent", text: FHIRTime.exact(at)),
                part("sender", .reference("Organization", organisationID, name)),
                part("payload", list: [["contentString": .string(body)]]),
            ])
    }
}
