import Accounts
import Database
import FHIR
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Every interaction, for a system of an organisation that has nothing to do with it")
struct ForeignWalkTests {
    /// What the directory says is for everybody, and what a system makes for itself alone.
    private static let open: Set = ["Organization", "HealthcareService", "Location", "Endpoint"]
    private static let own: Set = ["POST /fhir/R4/$process-message", "POST /fhir/R4/Subscription"]
    private static let tables = [
        "exchange", "message", "exchange_event", "person", "membership", "service", "organisation", "record_system",
        "endpoint", "consent",
    ]

    @Test(
        "finds nothing, reads nothing and changes nothing, with every scope, every id and what the rightful one sends")
    func foreign() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            try await world.store.write("Hello.", in: id, key: "a", by: try await world.sam.actor())
            try await trust.knowStudent()
            let writes = try await Self.writes(trust, on: id)
            let ids = try await Self.ids(world)
            let organisation = try await world.site.organisation(.trust)
            let team = try await trust.newTeam(of: organisation)
            let stranger = try await trust.another(of: organisation, team: team)
            let clinician = try await world.site.visitor(.clinician, organisation: organisation, service: team)
            let provenance = try await stranger.provenance(of: clinician)
            let token = try await stranger.token()
            let before = try await Self.counts(world)
            for interaction in stranger.site.installation.fhir.interactions where interaction.scope != nil {
                let (method, path) = (interaction.method, interaction.path)
                let type = String(path.split(separator: "/")[2])
                if Self.open.contains(type) || Self.own.contains("\(method) \(path)") { continue }
                let isRead = method == .get || path.hasSuffix("_search")
                for (path, id) in Self.paths(interaction, ids) {
                    let answer: TestAnswer
                    if isRead {
                        let kind = "application/x-www-form-urlencoded"
                        answer = try await stranger.call(method, path, token: token, kind: kind)
                    } else {
                        let write = try #require(writes.first { $0.interaction == "\(method) \(interaction.path)" })
                        answer = try await write.sent(to: id, in: world.site, token: token, provenance: provenance)
                    }
                    try Self.expectNothing(answer, of: type, isList: isRead && id.isEmpty, "\(method) \(path)")
                }
            }
            #expect(try await Self.counts(world) == before)
            for write in writes { try await write.expectDone(in: world.site) }
        }
    }

    /// - Parameter isList: whether it was searched for; what was written or read by its id is not there.
    private static func expectNothing(
        _ answer: TestAnswer, of type: String, isList: Bool, _ asked: String
    ) throws {
        switch (isList, type) {
        case (true, "AuditEvent"): #expect(answer.status == 400, "\(asked)")
        case (true, "PractitionerRole"): #expect(answer.status == 200, "\(asked)")
        case (true, _): #expect(try Reply(answer).total == 0, "\(asked)")
        // Of whom a consent speaks stands within it.
        case (false, "Consent") where asked.hasPrefix("POST"):
            #expect(answer.status == 422 && answer.says("Consent.patient"), "\(asked)")
        case (false, _): #expect(answer.status == 404, "\(asked): \(answer.body)")
        }
        for word in ["Lund", "Mia", "Sam Reed", "Grace Osei", "Seen at home", "Hello."] {
            #expect(!answer.names(word), "\(asked) says \(word)")
        }
    }

    /// The address of an interaction for each id, or the one that it has.
    private static func paths(_ interaction: Interaction, _ ids: [String]) -> [(String, id: String)] {
        guard interaction.path.contains(":id") else { return [(interaction.path, "")] }
        return ids.map { (interaction.path.replacing(":id", with: $0), $0) }
    }

    private static func ids(_ world: TwoSides) async throws -> [String] {
        try await world.site.ground.engine.read { database in
            try tables.flatMap { table in
                try database.rows(SQL(stringLiteral: "SELECT id FROM \(table)")).map { try $0("id") as String }
            }
        }
    }

    private static func counts(_ world: TwoSides) async throws -> [Int] {
        try await world.site.ground.engine.read { database in
            try tables.map { try database.count(SQL(stringLiteral: "SELECT count(*) AS count FROM \($0)")) }
        }
    }

    /// All that the two rightful systems could send to change something; each is done where they send it.
    private static func writes(_ trust: ConnectedSystem, on id: ExchangeID) async throws -> [ForeignWrite] {
        let (world, university) = (trust.world, try await trust.university())
        let consent = try #require(
            try await trust.answered(by: world.nurse, said: 2).headers[.location]?.split(separator: "/").last)
        let subscription = try #require(try await trust.subscriptionPlace().split(separator: "/").last)
        let (task, patch) = (id.rawValue, "application/json-patch+json")
        let to = { (status: String) in "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"\(status)\"}]" }
        let changed = { (system: ConnectedSystem, place: String, old: String, new: String) in
            let read = try await system.fhir(place).body
            #expect(read.contains(old), "\(place)")
            return read.replacing(old, with: new)
        }
        let message = """
            {"resourceType":"Communication","status":"completed","partOf":[{"reference":"Task/\(id)"}],
             "sender":{"reference":"\(try await trust.role(of: world.nurse))"},"payload":[{"contentString":"Anew."}]}
            """
        let answer = trust.consentText(said: 1)
        return [
            ForeignWrite(
                .put, "Task/:id", task, university, world.sam,
                try await changed(university, "Task/\(task)", "\"status\":\"accepted\"", "\"status\":\"in-progress\"")),
            ForeignWrite(.patch, "Task/:id", task, university, world.sam, to("in-progress"), kind: patch),
            ForeignWrite(.post, "Communication", "", trust, world.nurse, message),
            ForeignWrite(
                .put, "Consent/:id", String(consent), trust, world.nurse,
                try await changed(trust, "Consent/\(consent)", "\"status\":\"active\"", "\"status\":\"inactive\"")),
            ForeignWrite(.patch, "Consent/:id", String(consent), trust, world.nurse, to("inactive"), kind: patch),
            ForeignWrite(.post, "Consent", "", trust, world.nurse, answer),
            ForeignWrite(
                .put, "Subscription/:id", String(subscription), trust, world.nurse,
                try await changed(trust, "Subscription/\(subscription)", "To show what waits", "To show more")),
            ForeignWrite(.delete, "Subscription/:id", String(subscription), trust, world.nurse, ""),
        ]
    }
}

/// What a rightful system would send to change something of its own.
private struct ForeignWrite {
    let method: HTTPRequest.Method
    /// From the type on: `Task/:id`.
    let path: String
    /// The id of its own; empty where it makes something.
    let id: String
    let owner: ConnectedSystem
    let person: TestVisitor
    let body: String
    let kind: String

    init(
        _ method: HTTPRequest.Method, _ path: String, _ id: String, _ owner: ConnectedSystem, _ person: TestVisitor,
        _ body: String, kind: String = "application/fhir+json"
    ) {
        (self.method, self.path, self.id) = (method, path, id)
        (self.owner, self.person, self.body, self.kind) = (owner, person, body, kind)
    }

    var interaction: String { "\(method) /fhir/R4/\(path)" }

    /// - Parameter other: the id to which it is sent as its owner sends it to its own.
    func sent(
        to other: String, in site: TestSite, token: String, provenance: String
    ) async throws -> TestAnswer {
        let version = id.isEmpty ? nil : try await owner.fhir(path.replacing(":id", with: id)).headers[.eTag]
        var headers: HTTPFields = [.contentType: kind, .authorization: "Bearer \(token)"]
        headers[.init("X-Request-Id")!] = UUID().uuidString
        headers[.init("X-Provenance")!] = provenance
        headers[.ifMatch] = version
        let text = id.isEmpty ? body : body.replacing(id, with: other)
        let address = path.replacing(":id", with: other)
        return try await site.send(method, "/fhir/R4/\(address)", Data(text.utf8), headers: headers)
    }

    /// Sends it for its owner: only whose it is kept it from the stranger. What has just been done by a whole resource is refused
    /// by the rules when it comes once more, which is after it was found.
    func expectDone(in site: TestSite) async throws {
        let provenance = try await owner.provenance(of: person)
        let answer = try await sent(to: id, in: site, token: try await owner.token(), provenance: provenance)
        #expect(
            method == .put ? answer.status == 200 : [200, 201, 204, 409].contains(answer.status),
            "\(interaction): \(answer.status) \(answer.body)")
    }
}
