import Database
import Testing
import Vocabulary

@testable import Students

@Suite("What is asked of a person")
struct PersonQueryTests {
    private static func person(
        _ given: String = "Anne-Märie", _ family: String = "O’Neill van Dyk", born: String = "2006-03-09"
    ) throws -> Person {
        Person(
            id: PersonID(at: .now), nhsNumber: try NHSNumber("9434765919"), givenName: given, familyName: family,
            birthDate: try #require(CalendarDate(iso: born)))
    }

    @Test(
        "is how a name, or a word of it, begins, whatever its case, accents and signs",
        arguments: [
            (NameWish.Part.family, "o'neill", true), (.family, "ONE", true), (.family, "dyk", true),
            (.family, "neill", false), (.family, "anne", false), (.given, "anne marie", true), (.given, "marie", true),
            (.given, "oneill", false), (.any, "anne", true), (.any, "Anne-Marie O’Neill", true),
            (.any, "oneill van dyk anne", true), (.any, "eill", false), (.any, "-", false), (.any, " ", false),
        ])
    func beginnings(part: NameWish.Part, word: String, fits: Bool) throws {
        #expect(NameWish(part, .begins, [word]).fits(try Self.person()) == fits)
    }

    @Test("is anything within it, or the whole of it sign by sign")
    func others() throws {
        let person = try Self.person()
        #expect(NameWish(.family, .contains, ["eill"]).fits(person))
        #expect(!NameWish(.given, .contains, ["eill"]).fits(person))
        #expect(NameWish(.given, .exactly, ["Anne-Märie"]).fits(person))
        #expect(!NameWish(.given, .exactly, ["Anne-Marie"]).fits(person))
        #expect(!NameWish(.family, .exactly, ["O’Neill"]).fits(person))
        #expect(NameWish(.family, .begins, ["smith", "oneill"]).fits(person))
        #expect(!NameWish(.family, .begins, []).fits(person))
    }

    @Test("has to hold as a whole")
    func together() throws {
        let person = try Self.person()
        let day = person.birthDate
        var query = PersonQuery()
        #expect(query.fits(person))
        query.names = [NameWish(.family, .begins, ["oneill"])]
        query.born = [MomentRange(from: day.start, before: day.adding(days: 1).start)]
        query.numbers = [try NHSNumber("9434765919")]
        #expect(query.fits(person))
        #expect(!query.fits(try Self.person(born: "2006-03-10")))
        #expect(!query.fits(try Self.person("Anne", "Smith")))
        query.numbers = []
        #expect(!query.fits(person))
        query.numbers = nil
        query.born = [MomentRange(from: day.start, before: day.adding(days: 1).start, isInverted: true)]
        #expect(!query.fits(person))
    }
}
