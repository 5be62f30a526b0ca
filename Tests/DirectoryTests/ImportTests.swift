import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Directory

let theOperator = Actor(accountID: nil, organisationID: nil, role: .operator, name: "Command line")

/// The shipped data, read once for all tests.
enum Shipped {
    static let data = Result { try OpenData.read() }
}

@Suite("Importing the open data")
struct ImportTests {
    @Test("the shipped data gives every provider, open trust and board, with a reason for each row refused")
    func shipped() throws {
        let data = try Shipped.data.get()
        #expect(data.providers.count == 479)
        #expect(data.places.count == 980)
        #expect(data.trusts.count == 203)
        #expect(data.boards.count == 36)
        #expect(data.trusts.count { $0.organisation.isMentalHealthTrust } == 45)
        #expect(data.trusts.count { $0.organisation.hasMajorAE } == 121)
        #expect(Set(data.providers.map(\.ukprn)).count == data.providers.count)
        let refused = data.notes.filter { $0.kind == .refused }
        #expect(refused.count == 14)
        #expect(refused.contains { $0.line == 509 && $0.message.contains("Hull York Medical School") })
        #expect(refused.contains { $0.line == 67 && $0.message.contains("10000950") })
    }

    @Test(
        "names are as people write them",
        arguments: [
            ("GUY'S AND ST THOMAS' NHS FOUNDATION TRUST", "Guy's and St Thomas' NHS Foundation Trust"),
            (
                "THE NEWCASTLE UPON TYNE HOSPITALS NHS FOUNDATION TRUST",
                "The Newcastle upon Tyne Hospitals NHS Foundation Trust"
            ),
            ("LANCASHIRE & SOUTH CUMBRIA NHS FOUNDATION TRUST", "Lancashire & South Cumbria NHS Foundation Trust"),
            ("STOKE-ON-TRENT HOSPITALS", "Stoke-on-Trent Hospitals"),
        ])
    func spoken(_ shouted: String, _ name: String) {
        #expect(RegisterName.spoken(shouted) == name)
    }

    @Test(
        "providers lose what registers add",
        arguments: [
            ("Bournemouth and Poole College, the", "The Bournemouth and Poole College"),
            ("Royal College of Art(The)", "The Royal College of Art"),
            ("The Chicken Shed theatre Trust", "The Chicken Shed Theatre Trust"),
            ("Glasgow School of Art.", "Glasgow School of Art"),
            ("Point Blank Limited", "Point Blank"),
            ("LONDON SCHOOL OF COMMERCE", "London School of Commerce"),
            (
                "Birmingham Community Healthcare Nhs Foundation Trust",
                "Birmingham Community Healthcare NHS Foundation Trust"
            ),
        ])
    func provider(_ registered: String, _ name: String) {
        #expect(RegisterName.provider(registered) == name)
    }

    @Test("a longitude that lost its minus sign is mended where other evidence agrees, and only there")
    func mirrored() throws {
        let data = try Shipped.data.get()
        func place(_ ukprn: String, _ code: String) -> OpenData.Place? {
            data.places.first { $0.ukprn.description == ukprn && $0.code == code }
        }
        // In the sea off the Wash; the college is in Derby.
        #expect(place("10001919", "JW")?.coordinate?.longitude == -1.48195)
        #expect(place("10001919", "JW")?.board == ODSCode("QJ2"))
        // On land, in Norfolk; other places called Leicester are where its mirror image is.
        #expect(place("10003863", "H_SSSLE16YJ")?.board == ODSCode("QK1"))
        // Truly in the east.
        #expect(place("10014001", "LO")?.coordinate?.longitude == 1.743636)
        // Truly in Hornchurch: another row has the same campus west of Greenwich, so it is told and left alone.
        #expect(place("10006963", "AG")?.coordinate?.longitude == 0.221845)
        #expect(data.notes.contains { $0.line == 439 && $0.kind == .noted })
        // Abroad.
        #expect(place("10007812", "03")?.coordinate == nil)
        let repaired = data.notes.filter { $0.kind == .repaired && $0.column == "LONGITUDE" }
        #expect(repaired.count == 18)
    }

    @Test("a campus of an authority whose board was split in 2026 gets the board of its county")
    func splitBoards() throws {
        let data = try Shipped.data.get()
        let boards = Set(data.boards.map(\.code))
        let hertford = data.places.first { $0.ukprn.description == "10000216" }
        #expect(hertford?.board == ODSCode("S1Y5D"))
        #expect(data.places.allSatisfy { $0.board.map(boards.contains) ?? true })
        #expect(data.authorities.allSatisfy { boards.contains($0.board) })
        #expect(data.places.filter { $0.nation == .england && $0.board == nil }.count <= 3)
        for (_, shares) in Dictionary(grouping: data.authorities, by: \.code) {
            #expect(abs(shares.map(\.share).reduce(0, +) - 1) < 0.001)
        }
    }

    @Test("imported twice, nothing is doubled and nothing is written over")
    func twice() async throws {
        try await withDatabase { engine in
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: MovableClock(TestTime.fridayNight))
            let data = try Shipped.data.get()
            let first = try await store.importOpenData(data, by: theOperator)
            #expect(first.tally("Providers")?.inserted == 479)
            let ids = try await ids(engine)
            let second = try await store.importOpenData(data, by: theOperator)
            for tally in second.tallies { #expect(tally.inserted + tally.changed + tally.vanished == 0, "\(tally)") }
            #expect(try await self.ids(engine) == ids)
            let entries = try await engine.read { try $0.count("SELECT COUNT(*) AS count FROM audit_entry") }
            #expect(entries == 2)
            #expect(try await store.imports(by: theOperator).count == 20)
            let extent = AuditTrail.Extent(entries: 2, seals: 0, unsealed: 2, newest: nil)
            #expect(try await AuditTrail.verify(engine, keys: KeyRing()) == .intact(extent))
        }
    }

    @Test("a provider that vanishes is closed and found no more; one that has joined stays; one that returns is opened")
    func vanished() async throws {
        try await withDatabase { engine in
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: MovableClock(TestTime.fridayNight))
            var data = try Shipped.data.get()
            _ = try await store.importOpenData(data, by: theOperator)
            let search = try await DirectoryIndex(store).providers()
            let leeds = try #require(search.search("university of leeds").matches.first?.organisation)
            try await store.join(leeds.id, by: theOperator)
            let whole = data
            data.providers.removeAll { ["10007795", "10003854"].contains($0.ukprn.description) }
            let report = try await store.importOpenData(data, by: theOperator)
            #expect(report.tally("Providers")?.vanished == 2)
            let after = try await DirectoryIndex(store).providers()
            #expect(after.search("leeds arts").matches.isEmpty)
            #expect(after.search("university of leeds").matches.first?.organisation.hasJoined == true)
            let back = try await store.importOpenData(whole, by: theOperator)
            #expect(back.tally("Providers")?.inserted == 1)
            #expect(
                try await DirectoryIndex(store).providers().search("leeds arts").matches.first?.organisation.name
                    == "Leeds Arts University")
        }
    }

    @Test("progress is told step by step to the end")
    func progress() async throws {
        var steps: [String] = []
        let data = try OpenData.read { steps.append($0.step) }
        #expect(steps.count == 4)
        try await withDatabase { engine in
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: MovableClock(TestTime.fridayNight))
            let report = try await store.importOpenData(data, by: theOperator)
            #expect(report.lines(everyNote: false).last == "Rows refused: 14, repaired: 23, noted: 15")
            #expect(report.lines().count > 50)
        }
    }

    @Test("only the operator imports")
    func denied() async throws {
        try await withDatabase { engine in
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: MovableClock(TestTime.fridayNight))
            let data = try Shipped.data.get()
            for role in Role.allCases where role != .operator {
                let actor = Actor(accountID: nil, organisationID: OrganisationID(at: .now), role: role, name: "")
                await #expect(throws: Forbidden.self) { try await store.importOpenData(data, by: actor) }
            }
        }
    }

    private func ids(_ engine: any Engine) async throws -> [String] {
        try await engine.read { database in
            try database.rows("SELECT id FROM organisation UNION ALL SELECT id FROM campus ORDER BY 1")
                .map { try $0("id") }
        }
    }
}
