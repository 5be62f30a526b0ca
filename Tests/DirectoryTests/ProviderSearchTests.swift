import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Directory

@Suite("Finding a university")
struct ProviderSearchTests {
    static let search = Result { try search(joined: []) }

    @Test(
        "by name, nickname, former name, campus, place, and with slips of the keys",
        arguments: [
            ("UCL", "UCL"), ("lse", "The London School of Economics and Political Science"),
            ("Leeds Beckett", "Leeds Beckett University"), ("leeds b", "Leeds Beckett University"),
            ("leeds met", "Leeds Beckett University"), ("Leeds Beckt", "Leeds Beckett University"),
            ("the one in Falmouth", "Falmouth University"),
            ("falmuoth", "Falmouth University"), ("imperial", "Imperial College London"),
            ("kcl", "King's College London"), ("King’s College", "King's College London"),
            ("qmul", "Queen Mary University of London"), ("uea", "University of East Anglia"),
            ("uwe", "UWE Bristol"), ("soas", "SOAS University of London"),
            ("mmu", "Manchester Metropolitan University"),
            ("university of leeds", "University of Leeds"), ("leeds", "University of Leeds"),
            ("York", "University of York"), ("york st john", "York St John University"),
            ("nottingam trent", "Nottingham Trent University"),
            ("lshtm", "London School of Hygiene and Tropical Medicine"),
            ("UCLan", "University of Lancashire"), ("st georges", "City St George's, University of London"),
            ("aberystwith", "Aberystwyth University"), ("Cranfield", "Cranfield University"),
            ("open university", "The Open University"),
            ("the university of the arts", "University of the Arts, London"),
        ])
    func finds(_ typed: String, _ name: String) throws {
        let found = try Self.search.get().search(typed).matches
        #expect(found.first?.organisation.name == name, "\(found.map(\.organisation.name))")
    }

    @Test(
        "a campus or a joint school says by what it was found",
        arguments: [
            ("penryn", "Falmouth University"), ("hull york", "University of Hull"), ("tremough", nil as String?),
        ])
    func because(_ typed: String, _ name: String?) throws {
        let match = try Self.search.get().search(typed).matches.first
        #expect(match?.organisation.name == name)
        #expect((match?.because == nil) == (name == nil))
    }

    @Test("a campus that was typed is chosen with its provider")
    func campus() throws {
        let match = try Self.search.get().search("headingley").matches.first
        #expect(match?.organisation.name == "Leeds Beckett University")
        #expect(match?.campus?.name == "Headingley Campus")
    }

    @Test(
        "nothing typed, nothing known and strange letters find nothing and harm nothing",
        arguments: [
            "", "   ", "zzzzqqq", "🙂", "\u{202E}\u{0000}", String(repeating: "qqqq ", count: 3_000),
        ])
    func nothing(_ typed: String) throws {
        #expect(try Self.search.get().search(typed) == ProviderShortlist())
    }

    @Test("one that has joined comes before its equals, but not before a better answer")
    func joined() throws {
        let search = try Self.search(joined: ["Leeds Arts University"])
        func found(_ typed: String) -> [String] { search.search(typed).matches.map(\.organisation.name) }
        let order = [
            "University of Leeds", "Leeds Beckett University", "Leeds Arts University", "Leeds Trinity University",
        ]
        #expect(Array(found("leeds").prefix(4)) == order)
        let before = try Self.search.get().search("leeds").matches.map(\.organisation.name)
        #expect(before.prefix(4).last == "Leeds Arts University")
        #expect(search.search("leeds beckett").matches.first?.organisation.name == "Leeds Beckett University")
    }

    @Test(
        "a town finds the universities that are meant before the colleges that lie there, and says how many there are")
    func town() throws {
        let found = try Self.search.get().search("london")
        let names = found.matches.map(\.organisation.name)
        #expect(found.matches.count == 8 && found.total > 90)
        #expect(names.contains("King's College London"), "\(names)")
        let manchester = try Self.search.get().search("manchester").matches.map(\.organisation.name)
        #expect(Array(manchester.prefix(2)) == ["University of Manchester", "Manchester Metropolitan University"])
    }

    @Test("one that has closed is not found")
    func closed() throws {
        let gone = Organisation(
            id: OrganisationID(at: .now), kind: .provider, name: "Heythrop College", legalName: "Heythrop College",
            nation: .england, closedOn: day(2018, 9, 1)
        )
        #expect(ProviderSearch([.init(organisation: gone)]).search("heythrop").matches.isEmpty)
    }

    @Test("every provider is found by its own name")
    func everyName() throws {
        let search = try Self.search.get()
        for entry in search.entries {
            let found = search.search(entry.organisation.name, most: 3).matches.map(\.organisation.name)
            #expect(found.contains(entry.organisation.name), "\(entry.organisation.name): \(found)")
        }
    }

    @Test(
        "accents, apostrophes and ampersands are read as people type them",
        arguments: [
            ("Hull & York", "hull and york"), ("Université", "universite"), ("King’s", "kings"),
            ("ﬁne—Art", "fine art"),
            ("Straße", "straße"), ("St. Mark's", "st marks"),
        ])
    func folded(_ text: String, _ folded: String) {
        #expect(Folded.text(text) == folded)
    }

    @Test("one or two slips are forgiven, more are not")
    func slips() {
        func within(_ most: Int, _ a: String, _ b: String) -> Bool {
            EditDistance.isWithin(most, Array(a.utf8), Array(b.utf8))
        }
        #expect(within(1, "falmuoth", "falmouth"))
        #expect(within(1, "brigton", "brighton"))
        #expect(!within(1, "leeds", "leads town"))
        #expect(!within(1, "kent", "gent"))
        #expect(within(2, "aberystwith", "aberystwyth"))
    }

    private static func search(joined: Set<String>) throws -> ProviderSearch {
        let data = try Shipped.data.get()
        let places = Dictionary(grouping: data.places, by: \.ukprn)
        return ProviderSearch(
            data.providers.map { provider in
                let fields = provider.organisation
                let id = OrganisationID(at: TestTime.fridayNight)
                let organisation = Organisation(
                    id: id, kind: .provider, name: fields.name, legalName: fields.legalName, ukprn: provider.ukprn,
                    address: fields.address, nation: fields.nation,
                    joinedAt: joined.contains(fields.name) ? TestTime.fridayNight : nil
                )
                let campuses = (places[provider.ukprn] ?? []).map { place in
                    Campus(
                        id: CampusID(at: TestTime.fridayNight), organisationID: id, locationCode: place.code,
                        name: place.name, place: place.authorityName, nation: place.nation
                    )
                }
                return .init(
                    organisation: organisation, otherNames: provider.names.filter { $0.kind != .nickname }.map(\.name),
                    nicknames: provider.names.filter { $0.kind == .nickname }.map(\.name), campuses: campuses)
            }
        )
    }
}
