import Exchange
import FHIR
import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("The capability statement")
struct CapabilityTests {
    @Test("names parameters, sortings, modifiers and inclusions that all work, and no search takes another")
    func searches() async throws {
        try await ConnectedSystem.with { trust in
            let world = trust.world
            let id = try await world.acknowledged()
            for kind in try await trust.listed() {
                let type = try #require(kind["type"]?.string)
                world.site.clock.advance(by: 61)
                let token = try await trust.token()
                for question in Self.questions(kind, about: id) {
                    let answer = try await trust.asked(question, token)
                    #expect(answer.status == 200, "\(question): \(answer.body)")
                }
                let needed = Self.needed(kind, about: id).map { "&\($0)" } ?? ""
                #expect(try await trust.call(.get, "/fhir/R4/\(type)?colour=red\(needed)", token: token).status == 400)
            }
        }
    }

    @Test("names everything that is served, and interactions that are")
    func served() async throws {
        try await ConnectedSystem.with { trust in
            let (fhir, listed) = (trust.site.installation.fhir, try await trust.listed())
            #expect(listed.compactMap { $0["type"]?.string } == fhir.resources.map(\.type))
            let controls = ["_count", "_sort", "_summary", "_elements", "_total"]
            for (said, kind) in zip(listed, fhir.resources) {
                #expect(Self.names(said["searchParam"]) == kind.parameters.map(\.name) + controls, "\(kind.type)")
                let included = (said["searchInclude"]?.items ?? []) + (said["searchRevInclude"]?.items ?? [])
                #expect(Set(included.compactMap(\.string)) == Set(kind.inclusions.map(\.name)), "\(kind.type)")
                let codes = (said["interaction"]?.items ?? []).compactMap { $0["code"]?.string }
                #expect(Set(codes) == Set(fhir.interactions(of: kind).map(Self.code)), "\(kind.type)")
            }
        }
    }

    @Test("names by what each resource is searched, as the guide does")
    func guide() async throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/guides/connect-a-university-system.md").standardized
        let rows = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n")
            .map { $0.split(separator: "|") }.filter { $0.count == 3 && $0[1].contains("system/") }
        let told = rows.map { row in row[2].matches(of: /`([A-Za-z_-]+)`/).map { String($0.1) } }
        try await ConnectedSystem.with { trust in
            let resources = trust.site.installation.fhir.resources
            #expect(rows.count == resources.count)
            for kind in resources {
                let index = try #require(rows.firstIndex { $0[0].contains("`\(kind.type)`") })
                #expect(Set(told[index]) == Set(kind.parameters.map(\.name)), "\(kind.type)")
            }
        }
    }

    @Test("says which changes need the version that was seen, which they do")
    func versioning() async throws {
        try await ConnectedSystem.with { trust in
            let said = try await trust.listed().filter { $0["versioning"] == "versioned-update" }
            #expect(said.compactMap { $0["type"]?.string } == ["Task", "Consent", "Subscription"])
            let id = try await trust.world.acknowledged()
            try await trust.knowStudent()
            let made = try await trust.answered(by: trust.world.nurse).headers[.location]
            let consent = try #require(made?.split(separator: "/fhir/R4/").last.map(String.init))
            for place in ["Task/\(id)", consent, try await trust.subscriptionPlace()] {
                let seen = try await trust.fhir(place).body
                #expect(try await trust.fhir(place, .put, seen).status == 428, "\(place)")
            }
        }
    }

    @Test("says by what the record of acts has to be asked: by one of these alone, and by nothing else alone")
    func combinations() async throws {
        try await ConnectedSystem.with { trust in
            let id = try await trust.world.acknowledged()
            let record = try #require(try await trust.listed().first { $0["type"] == "AuditEvent" })
            let needed = (record["extension"]?.items ?? []).compactMap {
                $0["extension"]?.items?.first?["valueString"]?.string
            }
            let token = try await trust.token()
            for name in Self.names(record["searchParam"]) {
                let value = Self.value(of: name, "", in: "AuditEvent", about: id)
                let answer = try await trust.call(.get, "/fhir/R4/AuditEvent?\(name)=\(value)", token: token)
                #expect(answer.status == (needed.contains(name) ? 200 : 400), "\(name)")
            }
        }
    }

    @Test("says where messages go, and how scopes are written")
    func messaging() async throws {
        try await ConnectedSystem.with { trust in
            let statement = try Reply(try await trust.call(.get, "/fhir/R4/metadata", token: nil)).value
            let messaging = try #require(statement["messaging"]?.items?.first)
            let address = messaging["endpoint"]?.items?.first?["address"]?.string
            #expect(address?.hasSuffix("/fhir/R4/$process-message") == true)
            #expect(messaging["supportedMessage"]?.items?.first?["mode"] == "receiver")
            #expect(messaging["reliableCache"]?.number == "527040")
            let smart = try await trust.call(.get, "/.well-known/smart-configuration", token: nil).body
            #expect(smart.contains("\"permission-v2\"") && smart.contains("\"system/*.rs\""))
        }
    }

    /// Every parameter with every modifier, every control parameter and inclusion, each by itself.
    private static func questions(_ kind: JSONText.Value, about id: ExchangeID) -> [Question] {
        let (type, needed) = (kind["type"]?.string ?? "", needed(kind, about: id))
        let parameters = (kind["searchParam"]?.items ?? []).flatMap { parameter -> [Question] in
            let (name, sort) = (parameter["name"]?.string ?? "", parameter["type"]?.string ?? "")
            let words = parameter["documentation"]?.string ?? ""
            let values =
                name == "_sort"
                ? words.trimmingPrefix("One of ").dropLast().split(separator: ", ").map(String.init)
                : [value(of: name, sort, in: type, about: id)]
            let modifiers = words.split(separator: "Modifiers: ").dropFirst().joined().matches(of: /:[a-z]+/)
            let asked =
                values.map { "\(name)=\($0)" }
                + modifiers.map { modifier in
                    "\(name)\(modifier.0)=\(modifier.0 == ":missing" ? "true" : values[0])"
                }
            return asked.map { Question(type, $0, beside: needed, isHidden: words.hasPrefix("Only in the form body")) }
        }
        let inclusions = [("_include", "searchInclude"), ("_revinclude", "searchRevInclude")].flatMap { key, list in
            (kind[list]?.items ?? []).compactMap(\.string).map { Question(type, "\(key)=\($0)", beside: needed) }
        }
        return parameters + inclusions
    }

    private static func needed(_ kind: JSONText.Value, about id: ExchangeID) -> String? {
        kind["extension"] == nil ? nil : "entity=Task/\(id)"
    }

    private static func value(of name: String, _ sort: String, in type: String, about id: ExchangeID) -> String {
        switch name {
        case "_count": "1"
        case "_summary", "active": "true"
        case "_total": "none"
        case "_elements", "_sort": "date"
        case "status": ["Task": "requested", "Encounter": "finished"][type] ?? "active"
        case "business-status": "waiting"
        case "entity": "Task/\(id)"
        default: sort == "date" || name.hasSuffix("date") || name == "_lastUpdated" ? "2026" : "a"
        }
    }

    private static func names(_ list: JSONText.Value?) -> [String] {
        (list?.items ?? []).compactMap { $0["name"]?.string }
    }

    /// As FHIR calls an interaction with one type of resource.
    private static func code(_ interaction: Interaction) -> String {
        switch interaction.method {
        case .get: interaction.path.hasSuffix(":id") ? "read" : "search-type"
        case .post: interaction.path.hasSuffix("_search") ? "search-type" : "create"
        case .put: "update"
        default: interaction.method.rawValue.lowercased()
        }
    }

    /// One search.
    fileprivate struct Question: CustomStringConvertible {
        let type: String
        let query: String
        let isHidden: Bool

        init(_ type: String, _ asked: String, beside needed: String?, isHidden: Bool = false) {
            (self.type, self.isHidden) = (type, isHidden)
            query = [asked, needed].compactMap(\.self).joined(separator: "&")
        }

        var description: String { "\(type)?\(query)" }
    }
}

extension ConnectedSystem {
    /// What the capability statement says of each kind of resource.
    fileprivate func listed() async throws -> [JSONText.Value] {
        let statement = try Reply(try await call(.get, "/fhir/R4/metadata", token: nil)).value
        return statement["rest"]?.items?.first?["resource"]?.items ?? []
    }

    /// Asks in an address, or in a body where an address may not say it.
    fileprivate func asked(_ question: CapabilityTests.Question, _ token: String) async throws -> TestAnswer {
        guard question.isHidden else { return try await call(.get, "/fhir/R4/\(question)", token: token) }
        return try await call(
            .post, "/fhir/R4/\(question.type)/_search", question.query, token: token,
            kind: "application/x-www-form-urlencoded")
    }
}
