import Foundation
import Testing
import Vocabulary

@testable import Directory

@Suite("Looking for open services")
struct OpenQuestionTests {
    @Test("by age finds those that name an age, from or up to the one asked for")
    func ages() async throws {
        try await withDirectory { world in
            for (name, ages) in [
                ("Young", AgeRange(youngest: 16, oldest: 25)), ("Adult", AgeRange(youngest: 18)), ("Any", .any),
            ] {
                let id = try await world.wellbeing(named: name)
                try await world.store.publishService(id, for: ages, by: world.manager)
            }
            func found(_ youngest: Double?, _ oldest: Double?) async throws -> [String] {
                var question = OpenQuestion()
                (question.minimumAge, question.maximumAge) = (youngest, oldest)
                return try await world.store.openListings(question, PageNumber(1, size: 9)).found.map(\.service.name)
            }
            #expect(try await found(17, nil) == ["Adult"])
            #expect(try await found(16, nil) == ["Adult", "Young"])
            #expect(try await found(nil, 25) == ["Young"])
            #expect(try await found(nil, 24).isEmpty)
            #expect(try await found(nil, nil) == ["Adult", "Any", "Young"])
        }
    }

    @Test("by hours wants one span that fits the day and both times")
    func hours() {
        let office = OpeningHours.each([.monday, .tuesday], from: 540, to: 1020)
        func holds(_ day: Weekday?, _ from: Int?, _ by: Int?) -> Bool {
            var question = HoursQuestion()
            (question.day, question.opensFrom, question.closesBy) = (day, from, by)
            return question.holds(office)
        }
        #expect(holds(nil, nil, nil) && holds(.monday, 540, 1020) && holds(nil, 500, nil))
        #expect(!holds(.sunday, nil, nil) && !holds(.monday, 541, nil) && !holds(nil, nil, 1019))
        #expect(HoursQuestion().holds([]))
    }

    @Test("by place finds what lies within so many metres of a postcode’s district")
    func near() throws {
        let districts = try PostcodeDistricts.shipped()
        let leeds = try #require(Postcode("LS2 9JT"))
        let parkinson = OpenPlace(
            Campus(
                id: CampusID(at: .now), organisationID: OrganisationID(at: .now), locationCode: "A", name: "Parkinson",
                latitude: 53.808, longitude: -1.552, nation: .england))
        let here = try Nearness(leeds, metres: 3_000, districts)
        #expect(here.holds(parkinson))
        let london = try Nearness(try #require(Postcode("WC1E 6BT")), metres: 100_000, districts)
        #expect(!london.holds(parkinson))
        let main = Organisation(
            id: OrganisationID(at: .now), kind: .trust, name: "A trust", legalName: "A trust", postcode: "LS9 7TF",
            nation: .england)
        #expect(try Nearness(leeds, metres: 9_000, districts).holds(OpenPlace(mainOf: main)))
        let nowhere = Organisation(
            id: OrganisationID(at: .now), kind: .trust, name: "A trust", legalName: "A trust", nation: .england)
        #expect(!here.holds(OpenPlace(mainOf: nowhere)))
        let unknown = try #require(Postcode("ZZ1 1ZZ"))
        let fault = #expect(throws: InvalidInput.self) { try Nearness(unknown, metres: 1, districts) }
        #expect(fault?.faults.first?.field == "postcode")
    }

    @Test("gives one page at a time, each service once at each place, and an id that stays")
    func pages() async throws {
        try await withDirectory { world in
            for number in 1...5 {
                let id = try await world.wellbeing(named: "Team \(number)")
                try await world.store.publishService(id, for: .any, by: world.manager)
            }
            let second = try await world.store.openPlaces(OpenQuestion(), PageNumber(2, size: 2))
            #expect(second.total == 5 && second.pages == 3)
            #expect(second.found.map(\.listing.service.name) == ["Team 3", "Team 4"])
            #expect(second.found.map(\.place.name) == ["Main Campus", "Main Campus"])
            let first = try #require(second.found.first)
            #expect(try await world.store.openPlace(first.id).listing.id == first.listing.id)
            let beyond = try await world.store.openListings(OpenQuestion(), PageNumber(1_000_000, size: 100))
            #expect(beyond.found.isEmpty && beyond.total == 5)
            try await world.store.unpublishService(first.listing.id, by: world.manager)
            await #expect(throws: NotFound.self) { try await world.store.openPlace(first.id) }
        }
    }
}
