import Foundation
import Testing
import Vocabulary

@testable import Directory

@Suite("Contact points")
struct ContactStoreTests {
    @Test("a verified contact is the way to the team, until its rhythm runs out; then the deputy, until it is verified")
    func freshness() async throws {
        try await withDirectory { world in
            let service = try await world.wellbeing()
            let (point, _) = try await world.contact(at: service)
            let team = try await world.route()
            #expect(team.service?.id == service)
            #expect(team.route.way == .holder)
            #expect(team.route.contactPointID == point)
            world.clock.advance(by: 91 * 86_400)
            let stale = try await world.route()
            #expect(stale.route.way == .deputy)
            #expect(stale.route.holder?.name == "Sam Reed")
            #expect(stale.route.warnings.first == "Not verified since 23 November 2026.")
            try await world.store.verify(point, by: world.sam)
            #expect(try await world.route().route.way == .holder)
        }
    }

    @Test("only those in it, or who keep it, can verify a contact")
    func whoVerifies() async throws {
        try await withDirectory { world in
            let (point, _) = try await world.contact(at: world.wellbeing())
            let colleague = DirectoryFixture.staff("Ada Lind", .practitioner, world.leeds)
            await #expect(throws: NotFound.self) { try await world.store.verify(point, by: colleague) }
            try await world.store.verify(point, by: world.manager)
            let leader = DirectoryFixture.staff("Pat", .partnershipLead, world.leeds)
            await #expect(throws: Forbidden.self) { try await world.store.verify(point, by: leader) }
        }
    }

    @Test("a bounce is told to the organisation once, and ends with the next verification")
    func bounce() async throws {
        try await withDirectory { world in
            let (point, _) = try await world.contact(at: world.wellbeing())
            try await world.store.markBounced(point, by: .system)
            try await world.store.markBounced(point, by: .system)
            #expect(try await world.posted("contactPoint.bounced").count == 1)
            let route = try await world.route().route
            #expect(route.way == .deputy)
            #expect(route.warnings.first == "Messages to this contact have come back since 23 November 2026.")
            await #expect(throws: Forbidden.self) { try await world.store.markBounced(point, by: world.manager) }
            try await world.store.verify(point, by: world.priya)
            #expect(try await world.route().route.way == .holder)
        }
    }

    @Test("changing the address of a contact undoes its verification; changing the rhythm does not")
    func edited() async throws {
        try await withDirectory { world in
            let (point, _) = try await world.contact(at: world.wellbeing())
            var text = ContactPointText(try await world.store.contactPoint(point, by: world.manager))
            text.verifyEveryDays = 30
            try await world.store.editContactPoint(point, text, by: world.manager)
            #expect(try await world.route().route.way == .holder)
            text.email = "new@leeds.example.ac.uk"
            try await world.store.editContactPoint(point, text, by: world.manager)
            #expect(try await world.route().route.warnings.first == "Nobody has verified this contact yet.")
        }
    }

    @Test("I am leaving: the successor is asked, accepts, and holds it from the day after")
    func handingOver() async throws {
        try await withDirectory { world in
            let (point, holder) = try await world.contact(at: world.wellbeing())
            let friday = day(2026, 11, 27)
            try await world.store.leave(holder, on: friday, successor: world.sam.accountID, by: world.priya)
            #expect(try await world.posted("contactPoint.successionAsked") == [world.sam.accountID?.description])
            let asked = try await world.store.successionsAsked(of: world.sam)
            #expect(asked.map(\.holder.name) == ["Priya Shah"])
            let before = try await world.route().route
            #expect(
                before.warnings == ["Priya Shah leaves on 27 November 2026, and nobody has accepted to take over yet."])
            await #expect(throws: NotFound.self) {
                try await world.store.acceptSuccession(holder, jobTitle: "", by: world.manager)
            }
            try await world.store.acceptSuccession(holder, jobTitle: "Head of Wellbeing", by: world.sam)
            await #expect(throws: Conflict.self) {
                try await world.store.acceptSuccession(holder, jobTitle: "", by: world.sam)
            }
            #expect(
                try await world.route().route.warnings == [
                    "Priya Shah leaves on 27 November 2026; Sam Reed takes over."
                ])
            world.clock.set(day(2026, 11, 28).at(minute: 540))
            let after = try await world.route().route
            #expect(after.holder?.name == "Sam Reed")
            #expect(after.way == .holder)
            #expect(try await world.actions(on: point).first == "contactPoint.successionAccepted")
        }
    }

    @Test("who leaves without a successor is passed over the next day; the successor may decline, the leaver may stay")
    func nobodyAccepts() async throws {
        try await withDirectory { world in
            let (_, holder) = try await world.contact(at: world.wellbeing())
            let friday = day(2026, 11, 27)
            try await world.store.leave(holder, on: friday, successor: world.sam.accountID, by: world.priya)
            try await world.store.declineSuccession(holder, by: world.sam)
            #expect(try await world.posted("contactPoint.successionDeclined") == [world.priya.accountID?.description])
            await #expect(throws: NotFound.self) {
                try await world.store.acceptSuccession(holder, jobTitle: "", by: world.sam)
            }
            world.clock.set(day(2026, 11, 28).at(minute: 540))
            let route = try await world.route().route
            #expect(route.way == .deputy)
            #expect(route.warnings.first == "Priya Shah left on 27 November 2026, and nobody has taken over.")
            try await world.store.stay(holder, by: world.manager)
            #expect(try await world.route().route.way == .holder)
        }
    }

    @Test("leaving is refused for a day that has passed, to oneself, to a stranger, and by a colleague")
    func leavingRefused() async throws {
        try await withDirectory { world in
            let (_, holder) = try await world.contact(at: world.wellbeing())
            let store = world.store
            await #expect(throws: InvalidInput.self) {
                try await store.leave(holder, on: day(2026, 11, 1), successor: nil, by: world.priya)
            }
            await #expect(throws: InvalidInput.self) {
                try await store.leave(holder, on: day(2026, 12, 1), successor: world.priya.accountID, by: world.priya)
            }
            await #expect(throws: NotFound("account")) {
                try await store.leave(
                    holder, on: day(2026, 12, 1), successor: world.stranger.accountID, by: world.priya)
            }
            await #expect(throws: NotFound.self) {
                try await store.leave(holder, on: day(2026, 12, 1), successor: nil, by: world.sam)
            }
        }
    }

    @Test("a team of the campus receives before the team of the whole university, and that before another campus")
    func byCampus() async throws {
        try await withDirectory { world in
            let whole = try await world.wellbeing(named: "A team for all")
            let local = try await world.wellbeing(campus: world.campus, named: "B team at the campus")
            for service in [whole, local] {
                _ = try await world.store.openContactPoint(
                    ContactPointText(purpose: .notices), at: service, by: world.manager)
            }
            #expect(try await world.route(campus: world.campus).service?.id == local)
            #expect(try await world.route().service?.id == whole)
            try await world.close(whole, by: world.manager)
            #expect(try await world.route().service?.id == local)
        }
    }

    @Test("no team for the purpose, or not joined: phone, in office hours of the nation")
    func noTeam() async throws {
        try await withDirectory { world in
            _ = try await world.wellbeing()
            let team = try await world.route(.transfers)
            #expect(team.service == nil)
            #expect(team.route.way == .phone)
            #expect(team.route.telephone == "0113 243 1751")
            #expect(team.route.warnings == ["University of Leeds has no team that receives this yet."])
            #expect(team.calendar == .office(.england))
        }
    }

    @Test("deputies are in order, a promoted one changes places, a dismissed one is gone")
    func order() async throws {
        try await withDirectory { world in
            let (point, holder) = try await world.contact(at: world.wellbeing())
            let bea = try await world.store.appoint(
                HolderText(name: "Bea Lund", email: "bea@leeds.example.ac.uk"), to: point, by: world.manager
            )
            func names() async throws -> [String] {
                try await world.store.contactPoint(point, by: world.priya).holders.map(\.name)
            }
            #expect(try await names() == ["Priya Shah", "Sam Reed", "Bea Lund"])
            try await world.store.promote(bea, by: world.manager)
            #expect(try await names() == ["Priya Shah", "Bea Lund", "Sam Reed"])
            try await world.store.dismiss(holder, by: world.manager)
            #expect(try await world.route().route.holder?.name == "Bea Lund")
            #expect(try await world.route().route.way == .deputy)
            let now = world.clock.now
            let deputies = try await world.engine.read { try DirectoryStore.deputies(of: point, at: now, in: $0) }
            #expect(deputies.map(\.name) == ["Bea Lund", "Sam Reed"])
        }
    }

    @Test("the manager's list says what is stale, who has left and what is due soon")
    func concerns() async throws {
        try await withDirectory { world in
            let (_, holder) = try await world.contact(at: world.wellbeing())
            #expect(try await world.store.concerns(by: world.manager).isEmpty)
            world.clock.advance(by: 80 * 86_400)
            let soon = try await world.store.concerns(by: world.manager)
            #expect(soon.map(\.isPassedOver) == [false])
            #expect(soon.first?.reasons == ["To be verified by 21 February 2027."])
            try await world.store.leave(holder, on: day(2027, 2, 12), successor: nil, by: world.priya)
            world.clock.advance(by: 20 * 86_400)
            let stale = try await world.store.concerns(by: world.manager)
            #expect(stale.first?.isPassedOver == true)
            #expect(
                stale.first?.reasons == [
                    "Not verified since 23 November 2026.",
                    "Priya Shah left on 12 February 2027, and nobody has taken over.",
                ]
            )
            #expect(try await world.store.ownEntries(by: world.priya).map(\.service.name) == ["Student Wellbeing"])
            #expect(try await world.store.ownEntries(by: world.stranger).isEmpty)
        }
    }
}
