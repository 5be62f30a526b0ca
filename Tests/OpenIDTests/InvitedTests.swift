import Accounts
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import OpenID

@Suite("Signing in at a provider")
struct InvitedTests {
    @Test("whoever was invited joins there, and signs in there in one step from then on")
    func joins() async throws {
        try await DoorWorld.with { world in
            let joined = try await world.signIn(invitation: try await world.invite()) {
                $0.claims["name"] = "\"Ruth Alderson\""
                $0.claims["amr"] = "[\"pwd\",\"otp\"]"
            }
            let account = try await world.accounts.account(joined.accountID)
            #expect(account.name == "Ruth Alderson" && account.email == "ruth@leeds.example")
            let again = try await world.signIn { $0.claims["amr"] = "[\"mfa\"]" }
            #expect(again.accountID == joined.accountID && again.secondFactorProved)
            let token = try await world.sessions.begin(again)
            let session = try #require(try await world.sessions.session(token: token))
            #expect(session.actor?.role == .practitioner && session.providerID == world.provider.id)
        }
    }

    @Test("two steps are asked for here where the provider does not say that it asked")
    func secondStep() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(invitation: try await world.invite())
            let identity = try await world.signIn { $0.claims["amr"] = "[\"pwd\"]" }
            #expect(!identity.secondFactorProved)
            let token = try await world.sessions.begin(identity)
            #expect(try await world.sessions.session(token: token)?.stage == .needsSecondFactor)
        }
    }

    @Test("an unknown identity gets no role and no account, and is told what to do")
    func unknown() async throws {
        try await DoorWorld.with { world in
            let refused = await #expect(throws: SignInRefused.self) { try await world.signIn(as: "stranger") }
            #expect(refused?.message.contains("Ask the service manager") == true)
            let accounts = try await world.engine.read { try $0.count("SELECT count(*) AS count FROM account") }
            #expect(accounts == 0)
            #expect(try await world.refusals() == 1)
        }
    }

    @Test("an organisation's own sign-in vouches for no role in another")
    func otherOrganisation() async throws {
        try await DoorWorld.with { world in
            let foreign = try await world.invite(to: world.elsewhere)
            await #expect(throws: SignInRefused.self) { try await world.signIn(invitation: foreign) }
            let joined = try await world.signIn(invitation: try await world.invite())
            let (now, elsewhere) = (world.clock.now, world.elsewhere)
            try await world.engine.write { database in
                try AccountStore.grant(
                    .serviceManager, to: joined.accountID, organisation: elsewhere, service: nil, by: .system, at: now,
                    in: database)
            }
            let token = try await world.sessions.begin(try await world.signIn())
            let session = try #require(try await world.sessions.session(token: token))
            #expect(session.memberships.map(\.organisationID) == [world.here])
        }
    }

    @Test("a provider that is closed keeps no session open, and is offered to nobody")
    func closed() async throws {
        try await DoorWorld.with { world in
            let joined = try await world.signIn(invitation: try await world.invite())
            let token = try await world.sessions.begin(joined)
            #expect(try await world.sessions.session(token: token) != nil)
            try await world.providers.close(world.provider.id, by: DoorWorld.actor(.operator))
            #expect(try await world.sessions.session(token: token) == nil)
            await #expect(throws: NotFound.self) { try await world.providers.offered(world.provider.id) }
        }
    }

    @Test("a role that ended is not opened by signing in again")
    func endedRole() async throws {
        try await DoorWorld.with { world in
            let joined = try await world.signIn(invitation: try await world.invite())
            let role = try #require(try await world.accounts.memberships(of: joined.accountID).first)
            let (manager, now) = (DoorWorld.actor(.serviceManager, world.here), world.clock.now)
            try await world.engine.write { try AccountStore.end(role.id, by: manager, at: now, in: $0) }
            await #expect(throws: SignInRefused.self) { try await world.signIn() }
        }
    }

    @Test("an account that is here already is taken over by nobody: its own session has to be open")
    func existingAccount() async throws {
        try await DoorWorld.with { world in
            let id = try await world.invitations.accept(
                token: try await world.invite(), name: "Ruth", password: "three unrelated words")
            let account = try await world.accounts.account(id)
            let second = try await world.invite()
            await #expect(throws: SignInRefused.self) { try await world.signIn(invitation: second) }
            let bound = try await world.signIn(invitation: second, signedIn: account)
            #expect(bound.accountID == id)
            let token = try await world.sessions.begin(bound)
            let session = try await world.sessions.session(token: token)
            #expect(session?.memberships.map(\.role) == [.practitioner])
            #expect(try await world.accounts.memberships(of: id).count == 1)
        }
    }

    @Test("a link works once, and not for somebody who is known under another address")
    func links() async throws {
        try await DoorWorld.with { world in
            let link = try await world.invite()
            try await world.signIn(invitation: link)
            await #expect(throws: NotFound("invitation")) { try await world.signIn(as: "s-2", invitation: link) }
            let other = try await world.invite("mo@leeds.example")
            await #expect(throws: SignInRefused.self) { try await world.signIn(as: "s-1", invitation: other) }
        }
    }

    @Test("whether an address has an account, a link for it does not tell")
    func sameAnswer() async throws {
        try await DoorWorld.with { world in
            try await world.signIn(as: "known", invitation: try await world.invite())
            _ = try await world.invitations.accept(
                token: try await world.invite("has@leeds.example"), name: "Has", password: "three unrelated words")
            let tries = [("known", "has"), ("unknown", "has"), ("known", "none")]
            var answers: Set<String> = []
            for (subject, name) in tries {
                let email = "\(name)@leeds.example"
                let link = try await world.invite(email)
                let refused = await #expect(throws: SignInRefused.self) {
                    try await world.signIn(as: subject, invitation: link)
                }
                answers.insert(refused?.message.replacing(email, with: "…") ?? "")
            }
            #expect(answers.count == 1)
        }
    }

    @Test("only the operator registers, offers and closes", arguments: Role.allCases.filter { $0 != .operator })
    func denied(role: Role) async throws {
        try await DoorWorld.with { world in
            let (actor, id) = (DoorWorld.actor(role, world.here), world.provider.id)
            let new = try NewProvider(
                kind: "nhsLogin", name: "NHS login", issuer: "https://auth.example", clientID: "b", organisation: nil)
            await #expect(throws: Forbidden.self) { try await world.providers.register(new, by: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.offer(id, by: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.close(id, by: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.makeNextKey(for: id, by: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.changeOver(id, by: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.providers(as: actor) }
            await #expect(throws: Forbidden.self) { try await world.providers.provider(id, as: actor) }
            await #expect(throws: Forbidden.self) { _ = try await world.providers.possibleOrganisations(as: actor) }
        }
    }
}
