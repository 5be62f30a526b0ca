import Foundation
import Testing
import Vocabulary

@testable import Directory

@Suite("Keeping the directory")
struct UpkeepTests {
    @Test("a manager opens, edits and closes a service, each recorded")
    func service() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            var text = ServiceText(try await world.store.service(id, by: world.stranger))
            text.waiting = "Two weeks"
            let seen = try await world.store.service(id, by: world.manager).updatedAt
            world.clock.advance(by: 60)
            try await world.store.editService(id, text, seen: seen, by: world.manager)
            #expect(try await world.store.service(id, by: world.stranger).waiting == "Two weeks")
            try await world.close(id, by: world.manager)
            await #expect(throws: NotFound("service")) { try await world.store.service(id, by: world.manager) }
            let actions = try await world.actions(on: id)
            #expect(actions == ["service.closed", "service.edited", "service.hoursSet", "service.opened"])
        }
    }

    @Test("two people editing one page: the second is told, and nothing is overwritten")
    func twoTabs() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            let seen = try await world.store.service(id, by: world.manager).updatedAt
            world.clock.advance(by: 60)
            var text = ServiceText(kind: .wellbeing, name: "Student Wellbeing", offer: "First")
            try await world.store.editService(id, text, seen: seen, by: world.manager)
            text.offer = "Second"
            await #expect(throws: Conflict.self) {
                try await world.store.editService(id, text, seen: seen, by: world.manager)
            }
            #expect(try await world.store.service(id, by: world.manager).offer == "First")
        }
    }

    @Test("another organisation's service, contact and campus are not found, whatever is asked of them")
    func foreign() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            let (point, holder) = try await world.contact(at: id)
            let (store, stranger) = (world.store, world.stranger)
            let text = ServiceText(kind: .wellbeing, name: "Mine now")
            let closure = Closure(fromOn: day(2026, 12, 1), toOn: day(2026, 12, 2), reason: "Mine")
            await #expect(throws: NotFound.self) { try await store.editService(id, text, seen: nil, by: stranger) }
            await #expect(throws: NotFound.self) { try await world.close(id, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.setHours([], of: id, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.addClosure(closure, of: id, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.contactPoint(point, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.closeContactPoint(point, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.verify(point, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.dismiss(holder, by: stranger) }
            await #expect(throws: NotFound.self) { try await store.promote(holder, by: stranger) }
            await #expect(throws: NotFound.self) {
                try await store.leave(holder, on: day(2026, 12, 1), successor: nil, by: stranger)
            }
            await #expect(throws: NotFound.self) {
                try await store.appoint(HolderText(name: "Me", email: "me@x.example"), to: point, by: stranger)
            }
            var elsewhere = text
            elsewhere.campusID = world.campus
            await #expect(throws: NotFound.self) { try await store.openService(elsewhere, by: stranger) }
            #expect(try await store.concerns(by: stranger).isEmpty)
        }
    }

    @Test("who may only search keeps nothing; a manager of one team keeps that team's service only")
    func permissions() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            let text = ServiceText(kind: .wellbeing, name: "Student Wellbeing")
            for role in Role.allCases where role != .serviceManager {
                let actor = DirectoryFixture.staff("Ada", role, world.leeds)
                await #expect(throws: Forbidden.self) {
                    try await world.store.editService(id, text, seen: nil, by: actor)
                }
                await #expect(throws: Forbidden.self) { try await world.store.concerns(by: actor) }
            }
            let other = try await world.wellbeing(named: "Counselling")
            let ofTeam = Actor(
                accountID: AccountID(at: .now), organisationID: world.leeds, serviceID: other, role: .serviceManager,
                name: "Tom Hall"
            )
            await #expect(throws: NotFound.self) {
                try await world.store.editService(id, text, seen: nil, by: ofTeam)
            }
            try await world.store.editService(other, text, seen: nil, by: ofTeam)
            let student = DirectoryFixture.staff("Stu", .student, world.leeds)
            await #expect(throws: Forbidden.self) { try await world.store.service(id, by: student) }
        }
    }

    @Test("every fault in a service is told at once, beside its field")
    func faults() async throws {
        try await withDirectory { world in
            let text = ServiceText(
                kind: .wellbeing, name: " ", offer: String(repeating: "x", count: 2_001), telephone: "ring me"
            )
            let invalid = await #expect(throws: InvalidInput.self) {
                try await world.store.openService(text, by: world.manager)
            }
            #expect(invalid?.faults.map(\.field) == ["name", "offer", "telephone"])
            let point = ContactPointText(purpose: .notices, email: "nobody", verifyEveryDays: 900)
            let id = try await world.wellbeing()
            let other = await #expect(throws: InvalidInput.self) {
                try await world.store.openContactPoint(point, at: id, by: world.manager)
            }
            #expect(other?.faults.map(\.field) == ["email", "verifyEveryDays"])
        }
    }

    @Test("hours that end before they begin or overlap are refused, and the old ones stay")
    func hours() async throws {
        try await withDirectory { world in
            let id = try await world.wellbeing()
            let wrong = [
                OpeningHours(.monday, 600, 540), OpeningHours(.tuesday, 540, 720, period: .term),
                OpeningHours(.tuesday, 700, 900, period: .term),
            ]
            let invalid = await #expect(throws: InvalidInput.self) {
                try await world.store.setHours(wrong, of: id, by: world.manager)
            }
            #expect(invalid?.faults.map(\.field) == ["always.1", "term.2"])
            let calendar = try await world.store.calendar(of: id, by: world.stranger)
            #expect(calendar.isOpen(at: TestTimes.mondayNoon))
        }
    }

    @Test("hours and closures change when the page was last changed")
    func changed() async throws {
        try await withDirectory { world in
            let (store, manager) = (world.store, world.manager)
            let id = try await world.wellbeing()
            let closure = Closure(fromOn: day(2026, 12, 1), toOn: day(2026, 12, 2), reason: "Moving house")
            let acts: [() async throws -> Void] = [
                { try await store.setHours([OpeningHours(.monday, 540, 600)], of: id, by: manager) },
                { try await store.addClosure(closure, of: id, by: manager) },
                { try await store.removeClosure(from: closure.fromOn, of: id, by: manager) },
            ]
            for act in acts {
                world.clock.advance(by: 60)
                try await act()
                #expect(try await store.service(id, by: manager).updatedAt == world.clock.now)
            }
        }
    }

    @Test("closures and terms change the calendar, and can be taken back")
    func closures() async throws {
        try await withDirectory { world in
            let (store, manager) = (world.store, world.manager)
            let id = try await world.wellbeing()
            let closure = Closure(fromOn: day(2026, 11, 23), toOn: day(2026, 11, 24), reason: "Moving house")
            try await store.addClosure(closure, of: id, by: manager)
            #expect(try await store.calendar(of: id, by: manager).exception(on: day(2026, 11, 24)) == "Moving house")
            await #expect(throws: InvalidInput.self) { try await store.addClosure(closure, of: id, by: manager) }
            let backwards = Closure(fromOn: day(2026, 12, 2), toOn: day(2026, 12, 1), reason: "x")
            await #expect(throws: InvalidInput.self) { try await store.addClosure(backwards, of: id, by: manager) }
            let past = Closure(fromOn: day(2020, 12, 1), toOn: day(2020, 12, 4), reason: "x")
            let endless = Closure(fromOn: day(2026, 12, 1), toOn: day(2062, 12, 1), reason: "x")
            for unlikely in [past, endless] {
                let invalid = await #expect(throws: InvalidInput.self) {
                    try await store.addClosure(unlikely, of: id, by: manager)
                }
                #expect(invalid?.faults.map(\.field) == ["toOn"])
            }
            let year = Closure(fromOn: day(2026, 11, 20), toOn: day(2027, 11, 20), reason: "Rebuilt")
            try await store.addClosure(year, of: id, by: manager)
            try await store.removeClosure(from: day(2026, 11, 20), of: id, by: manager)
            try await store.removeClosure(from: day(2026, 11, 23), of: id, by: manager)
            #expect(try await store.calendar(of: id, by: manager).isOpen(at: TestTimes.mondayNoon))
            let term = Term(name: "Autumn", fromOn: day(2026, 9, 28), toOn: day(2026, 12, 11))
            try await store.addTerm(term, by: manager)
            await #expect(throws: InvalidInput.self) { try await store.addTerm(term, by: manager) }
            #expect(try await store.terms(of: world.leeds, by: world.stranger) == [term])
            await #expect(throws: NotFound.self) { try await store.removeTerm(from: term.fromOn, by: world.stranger) }
            try await store.removeTerm(from: term.fromOn, by: manager)
            #expect(try await store.terms(of: world.leeds, by: manager).isEmpty)
        }
    }
}

enum TestTimes {
    static let mondayNoon = day(2026, 11, 23).at(minute: 12 * 60)
}
