import Accounts
import FHIR
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Every interaction of the FHIR service")
struct InteractionWalkTests {
    @Test("is for those alone whose token allows it")
    func walk() async throws {
        for granted in SystemScope.allCases {
            try await ConnectedSystem.with(scopes: [granted]) { system in
                let token = try await system.token()
                for interaction in system.site.installation.fhir.interactions {
                    let path = interaction.path.replacing(":id", with: system.world.university.rawValue)
                    let open = try await system.call(interaction.method, path, token: nil)
                    let junk = try await system.call(interaction.method, path, token: "junk")
                    let own = try await system.call(interaction.method, path, token: token)
                    guard let scope = interaction.scope else {
                        #expect(open.status == 200 && own.status == 200)
                        continue
                    }
                    #expect(open.status == 401 && junk.status == 401)
                    #expect((own.status == 403) == (scope != granted))
                    #expect(open.headers[.wwwAuthenticate] == "Bearer")
                }
            }
        }
    }

    @Test("is no way in for somebody who has signed in to the pages")
    func cookies() async throws {
        try await ConnectedSystem.with { system in
            #expect(try await system.world.nurse.get("/fhir/R4/Organization").status == 401)
            let token = try await system.token()
            #expect(try await system.site.ask(.get, "/notices", token: token).status == 303)
        }
    }

    @Test("is what the capability statement says, which is good FHIR")
    func capabilities() async throws {
        try await ConnectedSystem.with { system in
            let answer = try await system.call(.get, "/fhir/R4/metadata", token: nil)
            #expect(try fhirFaults(answer) == [])
            for interaction in system.site.installation.fhir.interactions where interaction.scope != nil {
                let name = interaction.path.split(separator: "/")[2].replacing("$", with: "")
                #expect(answer.body.contains("\"\(name)\""))
            }
            #expect(answer.body.contains("\"patchFormat\":[\"application/json-patch+json\"]"))
            let resources = try JSONText.read(Data(answer.body.utf8))["rest"]?.items?.first?["resource"]?.items ?? []
            let creating = resources.filter { $0["conditionalCreate"] == true }.compactMap { $0["type"]?.string }
            #expect(creating == ["Communication", "Consent", "Subscription"])
            let smart = try await system.call(.get, "/fhir/R4/.well-known/smart-configuration", token: nil)
            #expect(smart.body.contains("private_key_jwt") && smart.body.contains("/oauth/token"))
        }
    }

    @Test("finds organisations by code and by the beginning of a name, and refuses what it does not know")
    func organizations() async throws {
        try await ConnectedSystem.with { system in
            let token = try await system.token()
            let id = system.world.university
            try await system.site.ground.engine.write {
                try $0.execute("UPDATE organisation SET ukprn = '10099999', postcode = 'LS2 9JT' WHERE id = \(id)")
            }
            let ask = { (query: String) in
                try await system.call(.get, "/fhir/R4/Organization\(query)", token: token)
            }
            let found = try await ask("?identifier=https://footbridge.example/Id/ukprn%7C10099999")
            #expect(found.body.contains("\"total\":1") && found.body.contains(id.rawValue))
            #expect(try fhirFaults(found) == [])
            for space in ["%20", "+"] {
                #expect(try await ask("?name=university\(space)of").body.contains(id.rawValue))
            }
            #expect(try await ask("?name=%25").body.contains("\"total\":0"))
            #expect(try await ask("?identifier=https://elsewhere.example%7C10099999").body.contains("\"total\":0"))
            for (query, total) in [
                ("identifier=https://footbridge.example/Id/ukprn%7C", 1),
                ("identifier=https://fhir.nhs.uk/Id/ods-organization-code%7C", 0), ("address-postalcode=ls2", 1),
                ("address-postalcode:exact=LS2", 0), ("active=true", 2), ("active=false", 0),
                ("type:not=provider", 1),
            ] {
                #expect(try await ask("?\(query)").body.contains("\"total\":\(total)"), "\(query)")
            }
            for query in ["?postcode=LS1", "?_count=-1", "?_count=%2B1", "?_count=many", "?name:soundex=leeds"] {
                #expect(try await ask(query).status == 400)
            }
            #expect(try await ask("/\(id)").body.contains("\"name\":\"University of Leeds\""))
            #expect(try await ask("/\(ServiceID(at: system.site.clock.now))").status == 404)
            #expect(try await ask("/junk").status == 404)
        }
    }
}
