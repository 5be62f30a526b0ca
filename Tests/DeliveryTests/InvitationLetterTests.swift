import Accounts
import Database
import Foundation
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Delivery

@Suite("An invitation by e-mail")
struct InvitationLetterTests {
    private static let now = TestTime.mondayMorning
    private static let site = URL(string: "https://footbridge.example.ac.uk")!

    /// A university whose manager has invited somebody by e-mail.
    private struct Town {
        let engine: any Engine
        let keys = KeyRing()
        let clock = MovableClock(now)
        let university = OrganisationID(at: now)

        var store: InvitationStore {
            InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: 16)
        }

        func manager() async throws -> Actor {
            let new = try NewAccount(
                name: "Ruth Alderson", email: "ruth@leeds.example", password: "three unrelated words", rounds: 16)
            let id = try await engine.write { [keys, university] database in
                try database.execute(
                    """
                    INSERT INTO organisation (id, kind, name, legal_name, nation)
                    VALUES (\(university), 'provider', 'University of Leeds', 'U', 'england')
                    """)
                return try AccountStore.create(new, at: now, keys: keys, in: database)
            }
            return Actor(
                accountID: id, organisationID: university, role: .serviceManager, name: "Ruth Alderson")
        }

        func due() async throws -> [Delivery] {
            _ = try await Dispatch(engine: engine).round(at: clock.now)
            return try await DeliveryQueue(engine: engine).take(at: clock.now)
        }

        func sending(_ delivery: Delivery) async throws -> InvitationStore.Sending? {
            let (keys, now) = (keys, clock.now)
            return try await engine.read { database in
                guard case .invited(let id) = delivery.recipient else { return nil }
                return try InvitationStore.sending(id, at: now, keys: keys, in: database)
            }
        }
    }

    private static func with(_ body: (Town) async throws -> Void) async throws {
        try await withDatabase { try await body(Town(engine: $0)) }
    }

    private static func actor(_ role: Role, _ organisation: OrganisationID) -> Actor {
        Actor(accountID: AccountID(at: now), organisationID: organisation, role: role, name: "N")
    }

    @Test("says who invites to what, and brings one link that opens the invitation")
    func letter() async throws {
        try await Self.with { town in
            let token = try await town.store.invite(
                colleague: "kim@leeds.example", role: .practitioner, service: nil, way: .mail,
                by: try await town.manager())
            let delivery = try #require(try await town.due().first)
            let sending = try #require(try await town.sending(delivery))
            #expect(sending.email == "kim@leeds.example" && sending.token == token)
            let letter = Letter(sending, id: delivery.id.rawValue, publicAddress: Self.site, at: Self.now)
            #expect(letter.subject == "Footbridge: Ruth Alderson invites you to University of Leeds")
            #expect(letter.body.contains("https://footbridge.example.ac.uk/invitations/\(token)\n"))
            #expect(letter.body.contains("until Mon 30 Nov, 09:15"))
            #expect(letter.body.components(separatedBy: "https://").count == 2)
        }
    }

    @Test("leaves once it is asked for, and not where somebody hands the link over")
    func ways() async throws {
        try await Self.with { town in
            let manager = try await town.manager()
            _ = try await town.store.invite(
                colleague: "a@leeds.example", role: .practitioner, service: nil, way: .link, by: manager)
            #expect(try await town.due().isEmpty)
            for _ in 0..<2 {
                _ = try await town.store.invite(
                    colleague: "b@leeds.example", role: .practitioner, service: nil, way: .mail, form: "one",
                    by: manager)
            }
            #expect(try await town.due().count == 1)
            #expect(try await town.due().isEmpty)
        }
    }

    @Test("says what became of it to managers of the organisation that invites, and to nobody else")
    func fate() async throws {
        try await Self.with { town in
            let manager = try await town.manager()
            _ = try await town.store.invite(
                colleague: "a@leeds.example", role: .practitioner, service: nil, way: .mail, by: manager)
            let id = try #require(try await town.store.invitations(as: manager).first).id
            let due = try await town.due()
            try await DeliveryQueue(engine: town.engine).delivered(due, at: town.clock.now)
            let deliveries = DeliveryStore(engine: town.engine, clock: town.clock)
            #expect(try await deliveries.letters(of: [id], as: manager) == [id: .left(town.clock.now)])
            let foreign = Self.actor(.serviceManager, OrganisationID(at: Self.now))
            #expect(try await deliveries.letters(of: [id], as: foreign).isEmpty)
            let colleague = Self.actor(.practitioner, town.university)
            await #expect(throws: Forbidden.self) { try await deliveries.letters(of: [id], as: colleague) }
        }
    }

    @Test(
        "that waits does not leave once the invitation is accepted, and brings the newest link where it was sent again")
    func overtaken() async throws {
        try await Self.with { town in
            let manager = try await town.manager()
            _ = try await town.store.invite(
                colleague: "a@leeds.example", role: .practitioner, service: nil, way: .mail, by: manager)
            _ = try await Dispatch(engine: town.engine).round(at: Self.now)
            let id = try #require(try await town.store.invitations(as: manager).first).id
            let token = try await town.store.sendAgain(id, way: .mail, by: manager)
            let due = try await town.due()
            #expect(due.count == 1)
            #expect(try await town.sending(try #require(due.first))?.token == token)
            _ = try await town.store.accept(token: token, name: "Ada", password: "three unrelated words")
            #expect(try await town.sending(try #require(due.first)) == nil)
            town.clock.advance(by: DeliveryQueue.lease + 1)
            #expect(try await town.due().isEmpty)
        }
    }
}
