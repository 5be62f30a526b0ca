import Audit
import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Directory

let theOperator = Actor(accountID: nil, organisationID: nil, role: .operator, name: "Command line")

@Suite("Importing the open data")
struct ImportTests {
    @Test("the shipped data gives every provider, trust and board, and says what it refused and repaired")
    func shipped() throws {
        let start = Date()
        let data = try OpenData.read()
        print("READ \(Date().timeIntervalSince(start))")
        for note in data.notes { print(note.kind, note.sentence) }
        print(data.providers.count, data.places.count, data.trusts.count, data.boards.count, data.authorities.count)
        for p in data.providers.prefix(60) { print(p.organisation.name, "|", p.organisation.board?.description ?? "-", p.names.map(\.name)) }
        for p in data.trusts.prefix(40) { print(p.organisation.name) }
        print(data.places.count { $0.board == nil && $0.nation == .england })
    }

    @Test("imported twice, nothing is doubled")
    func twice() async throws {
        try await withDatabase { engine in
            let store = DirectoryStore(engine: engine, keys: KeyRing(), clock: MovableClock(TestTime.fridayNight))
            let data = try OpenData.read()
            let start = Date()
            let report = try await store.importOpenData(data, by: theOperator)
            print("WRITE \(Date().timeIntervalSince(start))")
            print(report.lines(everyNote: false).joined(separator: "\n"))
            let again = Date()
            let second = try await store.importOpenData(data, by: theOperator)
            print("AGAIN \(Date().timeIntervalSince(again))")
            print(second.lines(everyNote: false).joined(separator: "\n"))
            let t = Date()
            let search = try await store.providerSearch()
            print("INDEX \(Date().timeIntervalSince(t))")
            for q in ["ucl", "lse", "leeds beckett", "the one in falmouth", "falmouth", "leeds", "university of leeds", "kings", "imperial", "brigton", "york", "st georges", "uea", "manchester met", "nottingam trent", "penryn", "hull york", "a", "uni of b", "Saint Davids", "oxford", "cambridge", "queen mary", "lancaster", "arts"] {
                let t = Date()
                let found = search.search(q)
                let ms = Date().timeIntervalSince(t) * 1000
                print(q, String(format: "%.2f ms", ms), found.map { $0.organisation.name + ($0.because.map { " [\($0)]" } ?? "") })
            }
        }
    }
}
