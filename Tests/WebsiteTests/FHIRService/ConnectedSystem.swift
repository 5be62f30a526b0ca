import Accounts
import FHIR
import Foundation
import HTTPTypes
import JWTKit
import OpenID
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

/// A trust whose record system is connected, and who works there.
struct ConnectedSystem {
    let world: TwoSides
    let id: RecordSystemID
    let key: ES384PrivateKey
    let trustManager: TestVisitor
    let organisation: OrganisationID

    var site: TestSite { world.site }
    var tokenAddress: String { "\(site.installation.settings.publicAddress)/oauth/token" }

    static func with<T>(
        scopes: Set<SystemScope> = Set(SystemScope.allCases), network: (any ProviderFetching)? = nil,
        settings: [String: String] = [:], _ body: (ConnectedSystem) async throws -> T
    ) async throws -> T {
        try await TwoSides.with(network: network, settings: settings) { world in
            let manager = try await world.site.visitor(.serviceManager, organisation: world.trust, name: "Bo Manager")
            let key = ES384PrivateKey()
            let id = try await world.site.installation.fhir.systems.register(
                name: "Emergency record", service: world.crisisTeam,
                keys: try PublicKeySet(typed: keySet(key)), scopes: scopes, by: try await manager.actor())
            return try await body(
                ConnectedSystem(world: world, id: id, key: key, trustManager: manager, organisation: world.trust))
        }
    }

    /// Another system, of a team of the university or of a stranger.
    /// - Parameter scopes: `nil`: all that its organisation can allow it.
    func another(
        of organisation: OrganisationID, team: ServiceID, scopes: Set<SystemScope>? = nil
    ) async throws -> ConnectedSystem {
        let manager = try await site.visitor(.serviceManager, organisation: organisation, name: "Kit Manager")
        let (key, systems, actor) = (ES384PrivateKey(), site.installation.fhir.systems, try await manager.actor())
        let offered = Set(try await systems.offeredScopes(as: actor))
        let id = try await systems.register(
            name: "Case record", service: team, keys: try PublicKeySet(typed: Self.keySet(key)),
            scopes: scopes ?? offered, by: actor)
        return ConnectedSystem(world: world, id: id, key: key, trustManager: manager, organisation: organisation)
    }

    /// The university's: its wellbeing team receives.
    func university(scopes: Set<SystemScope>? = nil) async throws -> ConnectedSystem {
        try await another(of: world.university, team: world.wellbeing, scopes: scopes)
    }

    /// The system as it acts in its organisation.
    func actor() async throws -> Actor {
        try #require(try await site.installation.fhir.systems.session(token: token())).system.actor
    }

    /// The path of the message that waits first in the nurse's list.
    func waitingMessage() async throws -> String {
        let list = try await world.nurse.get("/notices").body
        return String(try #require(list.firstMatch(of: /\/notices\/from-messages\/[0-9a-f-]+/)).0)
    }

    static func keySet(_ key: ES384PrivateKey, kid: String = "one") -> String {
        let point = key.parameters ?? ("", "")
        let url = { (text: String) in
            text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        return
            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"kid\":\"\(kid)\",\"x\":\"\(url(point.x))\",\"y\":\"\(url(point.y))\"}]}"
    }

    /// Claims of an assertion; what is not said is right.
    struct Claims: JWTPayload {
        var iss: String
        var sub: String
        var aud: String
        var exp: Double
        var jti = UUID().uuidString

        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    var claims: Claims {
        Claims(
            iss: id.rawValue, sub: id.rawValue, aud: tokenAddress, exp: site.clock.now.timeIntervalSince1970 + 120)
    }

    /// - Parameter header: what its header has besides the algorithm and the key.
    func signed(
        _ claims: Claims, by other: ES384PrivateKey? = nil, kid: String = "one", header: JWTHeader = [:]
    ) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: other ?? key, kid: JWKIdentifier(string: kid))
        return try await keys.sign(claims, kid: JWKIdentifier(string: kid), header: header)
    }

    func ask(_ assertion: String, scope: String? = nil) async throws -> TestAnswer {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ]
        return try await site.ask(
            .post, "/oauth/token", form: form + (scope.map { [("scope", $0)] } ?? []), token: nil)
    }

    /// Asks with an assertion that says so, signed with the system's key or another.
    func askSigned(_ claims: Claims, by other: ES384PrivateKey? = nil, kid: String = "one") async throws -> TestAnswer {
        try await ask(try await signed(claims, by: other, kid: kid))
    }

    func token() async throws -> String {
        let answer = try await ask(try await signed(claims))
        struct Granted: Decodable { let access_token: String }
        return try JSONDecoder().decode(Granted.self, from: Data(answer.body.utf8)).access_token
    }

    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: String = "", token: String?, request: String? = nil,
        kind: String = "application/fhir+json"
    ) async throws -> TestAnswer {
        var headers: HTTPFields = [.contentType: kind]
        if let token { headers[.authorization] = "Bearer \(token)" }
        if let request { headers[.init("X-Request-Id")!] = request }
        return try await site.send(method, path, Data(body.utf8), headers: headers)
    }

    /// Reads, searches or changes as this system, with a token of its own.
    func fhir(
        _ path: String, _ method: HTTPRequest.Method = .get, _ body: String = "", headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        var fields: HTTPFields = [.contentType: "application/fhir+json", .authorization: "Bearer \(try await token())"]
        for (name, value) in headers { fields[HTTPField.Name(name)!] = value }
        return try await site.send(method, "/fhir/R4/\(path)", Data(body.utf8), headers: fields)
    }

    /// The PractitionerRole of somebody of the university or the trust.
    func role(of visitor: TestVisitor) async throws -> String {
        "PractitionerRole/\(try #require(try await visitor.actor().membershipID))"
    }

    /// What says that somebody did it.
    func provenance(of person: TestVisitor) async throws -> String {
        "{\"resourceType\":\"Provenance\",\"agent\":[{\"who\":{\"reference\":\"\(try await role(of: person))\"}}]}"
    }

    /// A team that has nothing to do with any exchange.
    func newTeam(of organisation: OrganisationID) async throws -> ServiceID {
        let team = ServiceID(at: site.clock.now)
        try await site.ground.engine.write {
            try $0.execute(
                """
                INSERT INTO service (id, organisation_id, kind, name, updated_at)
                VALUES (\(team), \(organisation), 'wellbeing', 'Elsewhere', 0)
                """)
        }
        return team
    }

    /// Moves a task along, in the name of `person`, from the version it has now.
    func move(
        _ id: ExchangeID, _ steps: String, as person: TestVisitor, headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        let version = try await fhir("Task/\(id)").headers[.eTag] ?? ""
        let usual = [
            "If-Match": version, "X-Provenance": try await provenance(of: person),
            "Content-Type": "application/json-patch+json",
        ]
        return try await fhir("Task/\(id)", .patch, steps, headers: usual.merging(headers) { $1 })
    }

    func post(_ message: String, request: String? = UUID().uuidString) async throws -> TestAnswer {
        try await call(.post, "/fhir/R4/$process-message", message, token: try await token(), request: request)
    }
}

/// A message as a record system would send it.
struct TestMessage {
    var event = ("https://footbridge.example/CodeSystem/message-event", "presentation")
    var id = UUID().uuidString.lowercased()
    var nhsNumber: String? = "9434765919"
    var family = "Whitby"
    var given = "Nell"
    var birthDate = "2006-04-03"
    var start = "2026-11-22T23:10:00Z"
    var reason = "Feels hopeless"
    var ukprn: String?
    /// The clinician in whose name it comes.
    var author: String?
    /// Of the encounter.
    var status = "finished"
    /// Why it is sent, as BaRS codes it.
    var intent: String?
    var more = ""

    var text: String {
        let number = nhsNumber.map {
            "\"identifier\": [{\"system\": \"https://fhir.nhs.uk/Id/nhs-number\", \"value\": \"\($0)\"}],"
        }
        let receiver = ukprn.map { _ in
            ", \"receiver\": {\"reference\": \"urn:uuid:5b2f0a50-0000-4000-8000-000000000004\"}"
        }
        let university = ukprn.map {
            """
            , {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000004", "resource": {"resourceType": "Organization",
              "identifier": [{"system": "https://footbridge.example/Id/ukprn", "value": "\($0)"}], "name": "A university"}}
            """
        }
        let writer = author.map {
            "\"author\": {\"reference\": \"Practitioner/1\", \"display\": \"\($0)\"},"
        }
        let reason = intent.map {
            "\"reason\": {\"coding\": [{\"system\": \"https://fhir.nhs.uk/CodeSystem/message-reason-bars\", \"code\": \"\($0)\"}]},"
        }
        return """
            {"resourceType": "Bundle", "id": "\(id)", "type": "message", "timestamp": "2026-11-23T08:00:00Z", "entry": [
              {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000001", "resource": {"resourceType": "MessageHeader",
                "eventCoding": {"system": "\(event.0)", "code": "\(event.1)"},
                \(writer ?? "") \(reason ?? "") "destination": [{"endpoint": "https://footbridge.example/fhir/R4"\(receiver ?? "")}],
                "source": {"endpoint": "https://record.example.nhs.uk"},
                "focus": [{"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000002"}]}},
              {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000002", "resource": {"resourceType": "Encounter",
                "status": "\(status)", "class": {"code": "EMER"}, "period": {"start": "\(start)"},
                "reasonCode": [{"text": "\(self.reason)"}],
                "subject": {"reference": "urn:uuid:5b2f0a50-0000-4000-8000-000000000003"}}},
              {"fullUrl": "urn:uuid:5b2f0a50-0000-4000-8000-000000000003", "resource": {"resourceType": "Patient",
                \(number ?? "") "name": [{"use": "official", "family": "\(family)", "given": ["\(given)"]}],
                "birthDate": "\(birthDate)"}}\(university ?? "")\(more)
            ]}
            """
    }
}

/// What the official definitions find wrong with an answer.
func fhirFaults(_ answer: TestAnswer) throws -> [Fault] {
    try FHIRDefinitions.r4().faults(in: try JSONText.read(Data(answer.body.utf8)))
}
