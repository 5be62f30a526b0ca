import Accounts
import Foundation
import Testing

@testable import OpenID

@Suite("Whether somebody signed in by two steps")
struct StrongAuthenticationTests {
    @Test(
        "is believed where it is plainly said, and asked for otherwise",
        arguments: [
            (["mfa"], nil, nil, true), (["pwd", "otp"], nil, nil, true), (["pin", "sc"], nil, nil, true),
            (["face", "hwk"], nil, nil, true), ([], "https://refeds.org/profile/mfa", nil, true),
            ([], "phr", nil, true), (["http://schemas.microsoft.com/claims/multipleauthn"], nil, nil, true),
            (["pwd"], nil, nil, false), (["otp"], nil, nil, false), (["pwd", "sms"], nil, nil, false),
            (["pwd", "kba"], nil, nil, false), ([], "1", nil, false), ([], nil, nil, false), ([], nil, "3", false),
        ] as [([String], String?, String?, Bool)])
    func organisation(amr: [String], acr: String?, level: String?, expected: Bool) {
        var statement = ProviderStatement(subject: "s")
        (statement.amr, statement.acr, statement.authenticationLevel) = (amr, acr, level)
        #expect(StrongAuthentication.isProved(statement, at: .organisation) == expected)
    }

    @Test("at CIS2 follows from its level", arguments: [("3", true), ("2", true), ("1", false), (nil, false)])
    func careIdentity(level: String?, expected: Bool) {
        var statement = ProviderStatement(subject: "s")
        statement.authenticationLevel = level
        #expect(StrongAuthentication.isProved(statement, at: .careIdentity) == expected)
    }
}

@Suite("Claims")
struct StatementTests {
    @Test("are read however a provider writes them")
    func tolerant() throws {
        let text = """
            {"sub": "s", "given_name": "Ruth", "family_name": "Alderson", "amr": "mfa",
             "authentication_assurance_level": 3, "selected_roleid": "555",
             "nhsid_nrbac_roles": [{"person_roleid": "555", "org_code": "RR8", "role_code": "S8000:G8000:R8001"}]}
            """
        let statement = try JSONDecoder().decode(ProviderStatement.self, from: Data(text.utf8))
        #expect(statement.name == "Ruth Alderson" && statement.amr == ["mfa"] && statement.authenticationLevel == "3")
        #expect(statement.careRoles == [.init(id: "555", organisation: "RR8")])
    }

    @Test("of the wrong type are left out, and without a subject there is nobody")
    func odd() throws {
        let text = #"{"sub": "s", "name": {"x": 1}, "amr": 7, "nhsid_nrbac_roles": "none"}"#
        let statement = try JSONDecoder().decode(ProviderStatement.self, from: Data(text.utf8))
        #expect(statement.name == nil && statement.careRoles.isEmpty)
        #expect(throws: (any Error).self) {
            try JSONDecoder().decode(ProviderStatement.self, from: Data(#"{"name": "Ruth"}"#.utf8))
        }
    }
}

@Suite("The network that providers are on")
struct ProviderNetworkTests {
    @Test("is all that a provider may be on, unless the installation names its host", arguments: [true, false])
    func inside(named: Bool) async {
        let network = ProviderNetwork(insideHosts: named ? ["localhost:1"] : [])
        let fault = await #expect(throws: ProviderFault.self) {
            try await network.ask(ProviderQuestion("https://localhost:1/.well-known/openid-configuration"))
        }
        let isRefused = fault?.words.contains("private network") == true
        #expect(isRefused != named)
    }

    @Test(
        "is left in no other way than by https",
        arguments: ["http://example.org/", "file:///etc/passwd", "gopher://x/", "https://", "nonsense", "https://a@b/"])
    func protocols(address: String) async {
        await #expect(throws: ProviderFault.self) { try await ProviderNetwork().ask(ProviderQuestion(address)) }
    }
}

@Suite("What asking a provider shows")
struct FindingTests {
    @Test("is that an honest one will do")
    func good() async throws {
        try await DoorWorld.with { world in
            let findings = await world.book.findings(about: world.provider)
            #expect(findings.count > 4 && findings.allSatisfy(\.isGood))
        }
    }

    @Test(
        "is what has to be mended, in plain words",
        arguments: [
            ("issuer", "\"https://sso.example.ac.uk/\"", "It calls itself"),
            ("token_endpoint", "\"http://sso.example.ac.uk/token\"", "does not begin with https"),
            ("authorization_endpoint", "\"javascript:alert(1)\"", "does not begin with https"),
            ("response_types_supported", "[\"id_token\"]", "no authorisation codes"),
            ("code_challenge_methods_supported", "[\"plain\"]", "PKCE"),
            ("token_endpoint_auth_methods_supported", "[\"client_secret_basic\"]", "private_key_jwt"),
            ("token_endpoint_auth_signing_alg_values_supported", "[\"HS256\"]", "none of the signatures"),
            ("id_token_signing_alg_values_supported", "[\"HS256\",\"none\"]", "no key for its id tokens"),
            ("jwks_uri", "\"https://sso.example.ac.uk/nowhere\"", "404"), ("jwks_uri", "7", "lacks one of"),
        ])
    func bad(field: String, value: String, words: String) async throws {
        try await DoorWorld.with { world in
            world.standIn.document([field: value])
            let wrong = await world.book.findings(about: world.provider).filter { !$0.isGood }
            #expect(wrong.count == 1 && wrong.first?.words.contains(words) == true, "\(wrong)")
        }
    }
}
