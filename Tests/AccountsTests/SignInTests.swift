import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Accounts

@Suite("Signing in")
struct SignInTests {
    private struct World {
        let engine: any Engine
        let keys = KeyRing()
        let clock = MovableClock(TestTime.mondayMorning)
        var accounts: AccountStore { AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16) }
        var sessions: SessionStore { SessionStore(engine: engine, keys: keys, clock: clock) }
        var door: LocalAccounts { LocalAccounts(engine: engine, keys: keys, clock: clock, passwordRounds: 16) }
        var second: SecondFactor { SecondFactor(engine: engine, keys: keys, clock: clock) }

        func proof(_ password: String = "three unrelated words", from address: String = "192.0.2.7") -> PasswordProof {
            PasswordProof(email: "Ola@Example.ac.uk ", password: password, address: address)
        }
    }

    private func withOperator(_ body: (World, AccountID) async throws -> Void) async throws {
        try await withDatabase { engine in
            let world = World(engine: engine)
            let id = try await world.accounts.createFirstOperator(
                name: "Ola", email: "ola@example.ac.uk", password: "three unrelated words"
            )
            try await body(world, id)
        }
    }

    @Test("the right password opens the door, however the address is capitalised")
    func right() async throws {
        try await withOperator { world, id in
            let identity = try await world.door.identify(world.proof())
            #expect(identity.accountID == id)
        }
    }

    @Test("a wrong password and an unknown address are refused in the same words")
    func same() async throws {
        try await withOperator { world, _ in
            let unknown = PasswordProof(email: "nobody@example.ac.uk", password: "x", address: "192.0.2.7")
            await #expect(throws: SignInRefused.wrong) { try await world.door.identify(world.proof("wrong")) }
            await #expect(throws: SignInRefused.wrong) { try await world.door.identify(unknown) }
        }
    }

    @Test("a stranger who guesses does not shut the person out for longer than a minute")
    func lockOut() async throws {
        try await withOperator { world, _ in
            for _ in 0..<120 {
                _ = try? await world.door.identify(world.proof("guess", from: "198.51.100.9"))
                world.clock.advance(by: 1)
            }
            world.clock.advance(by: 61)
            let identity = try await world.door.identify(world.proof())
            #expect(!identity.secondFactorProved)
        }
    }

    @Test("guessing from one address is slowed to a quarter of an hour")
    func slowed() {
        let last = TestTime.mondayMorning
        let wait = SignInThrottle.wait(failures: 40, last: last, free: 5, most: 900, at: last + 10)
        #expect(wait == 890)
        #expect(SignInThrottle.wait(failures: 4, last: last, free: 5, most: 900, at: last) == nil)
        #expect(SignInThrottle.wait(failures: 40, last: last, free: 5, most: 900, at: last + 3600) == nil)
    }

    @Test("nobody waits for the moment of a failure that was counted while the clock ran ahead")
    func clockAhead() async throws {
        let last = TestTime.mondayMorning
        #expect(SignInThrottle.wait(failures: 40, last: last, free: 5, most: 900, at: last - 86_400) == nil)
        #expect(SignInThrottle.wait(failures: 40, last: last, free: 5, most: 900, at: last - 10) == 900)
        try await withOperator { world, _ in
            world.clock.advance(by: 86_400)
            for _ in 0..<6 { _ = try? await world.door.identify(world.proof("wrong")) }
            await #expect(throws: SignInRefused.wait(1)) { try await world.door.identify(world.proof()) }
            world.clock.advance(by: -86_400)
            await #expect(throws: SignInRefused.wrong) { try await world.door.identify(world.proof("wrong")) }
            _ = try await world.door.identify(world.proof())
        }
    }

    @Test("failures are forgotten after an hour, and those of a clock that ran ahead at once; the others stay")
    func forgotten() async throws {
        try await withOperator { world, _ in
            let kept = { try await world.engine.read { try $0.count("SELECT count(*) AS count FROM sign_in_failure") } }
            for number in 0..<3 {
                let stranger = PasswordProof(email: "\(number)@example.ac.uk", password: "x", address: "192.0.2.7")
                _ = try? await world.door.identify(stranger)
                world.clock.advance(by: 1_200)
            }
            #expect(try await kept() == 6)
            try await world.door.purge()
            #expect(try await kept() == 4)
            world.clock.advance(by: -86_400)
            try await world.door.purge()
            #expect(try await kept() == 0)
        }
    }

    @Test("staff can do nothing before their second step, and need its code at each sign-in")
    func secondStep() async throws {
        try await withOperator { world, id in
            let identity = try await world.door.identify(world.proof())
            let token = try await world.sessions.begin(identity)
            #expect(try await world.sessions.session(token: token)?.stage == .needsSecondFactor)
            let code = try await world.second.proposal(for: id)
            let recovery = try await world.second.confirm(code.code(at: world.clock.now), for: id)
            #expect(Set(recovery).count == 10)
            let again = try await world.sessions.begin(identity)
            let session = try #require(try await world.sessions.session(token: again))
            #expect(session.stage == .needsCode)
            await #expect(throws: SignInRefused.self) { try await world.second.prove("000000", for: id) }
            try await world.second.prove(recovery[0].lowercased(), for: id)
            await #expect(throws: SignInRefused.self) { try await world.second.prove(recovery[0], for: id) }
            try await world.sessions.markSecondFactor(session)
            #expect(try await world.sessions.session(token: again)?.actor?.role == .operator)
        }
    }

    @Test("a session ends after 15 minutes without a sign of life, on sign-out everywhere, and when a role changes")
    func ends() async throws {
        try await withOperator { world, id in
            let identity = VerifiedIdentity(accountID: id, secondFactorProved: true)
            let (one, two) = (try await world.sessions.begin(identity), try await world.sessions.begin(identity))
            world.clock.advance(by: 14 * 60)
            let alive = try #require(try await world.sessions.session(token: one))
            try await world.sessions.touch(alive)
            world.clock.advance(by: 2 * 60)
            #expect(try await world.sessions.session(token: one) != nil)
            #expect(try await world.sessions.session(token: two) == nil)
            let three = try await world.sessions.begin(identity)
            try await world.sessions.endAll(of: id)
            #expect(try await world.sessions.session(token: three) == nil)
            let four = try await world.sessions.begin(identity)
            let now = world.clock.now
            try await world.engine.write {
                try AccountStore.grant(
                    .facilitator, to: id, organisation: nil, service: nil, by: .system, at: now, in: $0)
            }
            #expect(try await world.sessions.session(token: four) == nil)
        }
    }

    @Test("a form says whose session it was made in, also after that has ended; each session has a token of its own")
    func forms() async throws {
        try await withOperator { world, id in
            let identity = VerifiedIdentity(accountID: id, secondFactorProved: true)
            var tokens: [String] = []
            for _ in 0..<2 {
                let token = try await world.sessions.begin(identity)
                tokens.append(try #require(try await world.sessions.session(token: token)).formToken)
            }
            try await world.sessions.endAll(of: id)
            #expect(tokens[0] != tokens[1])
            for token in tokens { #expect(world.sessions.origin(ofForm: token)?.account == id) }
            var changed = Array(tokens[0])
            changed[changed.count / 2] = changed[changed.count / 2] == "A" ? "B" : "A"
            let elsewhere = try FormToken.make(for: id, KeyRing())
            let sealed = try world.keys.seal(id.rawValue, "account.name").base64URL
            for forged in [String(changed), elsewhere, sealed, id.rawValue, "", "A", ".", tokens[0] + "x"] {
                #expect(world.sessions.origin(ofForm: forged) == nil)
            }
        }
    }

    @Test("a form says in which role it was made; in another role of the same session it is another form")
    func formsOfRoles() async throws {
        try await withOperator { world, id in
            let now = world.clock.now
            try await world.engine.write {
                try AccountStore.grant(
                    .facilitator, to: id, organisation: nil, service: nil, by: .system, at: now, in: $0)
            }
            let token = try await world.sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: true))
            let unpicked = try #require(try await world.sessions.session(token: token))
            #expect(world.sessions.origin(ofForm: unpicked.formToken) == FormOrigin(account: id, membership: nil))
            var forms: Set<String> = [unpicked.formToken]
            for role in unpicked.memberships {
                try await world.sessions.pick(role.id, in: unpicked)
                let picked = try #require(try await world.sessions.session(token: token))
                #expect(
                    world.sessions.origin(ofForm: picked.formToken) == FormOrigin(account: id, membership: role.id))
                #expect(picked.made(formToken: unpicked.formToken) && !picked.made(formToken: nil))
                forms.insert(picked.formToken)
            }
            #expect(forms.count == 3)
            let other = try await world.sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: true))
            let session = try #require(try await world.sessions.session(token: other))
            #expect(!session.made(formToken: unpicked.formToken))
        }
    }

    @Test("there is one first operator")
    func once() async throws {
        try await withOperator { world, _ in
            await #expect(throws: Conflict.self) {
                try await world.accounts.createFirstOperator(
                    name: "Eve", email: "eve@example.ac.uk", password: "three unrelated words")
            }
        }
    }
}
