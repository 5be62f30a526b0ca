import Database
import Foundation
import Testing
import Vocabulary

@testable import Keeping

@Suite("Sealing anew")
struct ResealingTests {
    @Test("everything is sealed with the newest key in the end, still opens, and the record says so once")
    func all() async throws {
        try await KeptPlace.with(names: 35) { place in
            try place.keys.addKey()
            let progress = try await place.resealing().slice(pages: 100)
            #expect(progress.isFinished && progress.renewed == 70 && progress.remaining == 0)
            #expect(try await place.keeping.use().sealed == ["1": 0, "2": 70])
            #expect(try await place.names() == (0..<35).map { "Person \($0)" })
            try await place.resealing().slice(pages: 100)
            #expect(try await place.record() == ["key.resealed 2"])
        }
    }

    @Test("a ring with one key gives nothing to do")
    func nothing() async throws {
        try await KeptPlace.with(names: 3) { place in
            let progress = try await place.resealing().slice(pages: 100)
            #expect(progress.renewed == 0)
            #expect(try await place.record() == [])
        }
    }

    @Test("work that was cut off goes on where it stopped")
    func resumed() async throws {
        try await KeptPlace.with(names: 35) { place in
            try place.keys.addKey()
            #expect(try await place.resealing().slice(pages: 2).renewed == 20)
            #expect(try await place.resealing().progress().remaining == 50)
            let walk = try await place.engine.read { try ResealingWalk(SealedColumn.all[0], key: "2", in: $0) }
            #expect(walk?.position == ["account-1019"])
            let progress = try await place.resealing().slice(pages: 100)
            #expect(progress.isFinished && progress.renewed == 70)
        }
    }

    @Test("a value that somebody wrote in between is left to them")
    func compared() async throws {
        try await KeptPlace.with(names: 3) { place in
            let name = SealedColumn.all[1]
            let read = try await place.engine.read { try name.values(notBy: "2", after: nil, most: 3, in: $0) }
            let theirs = try place.keys.seal("Changed", name.context)
            try await place.engine.write { database in
                try database.execute("UPDATE account SET name_sealed = \(theirs) WHERE id = 'account-1001'")
                try database.execute("DELETE FROM account WHERE id = 'account-1002'")
            }
            let unchanged = try await place.engine.read { try name.unchanged(read, in: $0) }
            #expect(unchanged == [["account-1000"]])
        }
    }

    @Test("a value in a row that several columns tell apart is sealed anew in its own row alone")
    func severalColumns() async throws {
        try await KeptPlace.with { place in
            let text = try #require(SealedColumn.all.first { $0.name == "exchange_content.text_sealed" })
            let (one, other) = (ExchangeID(at: place.clock.now), ExchangeID(at: place.clock.now))
            let rows = [(one, "risk"), (one, "plan"), (other, "risk")]
            for (exchange, category) in rows {
                let sealed = try place.keys.seal("\(exchange) \(category)", text.context)
                try await place.engine.write {
                    try $0.execute(
                        """
                        INSERT INTO exchange_content (exchange_id, category, text_sealed)
                        VALUES (\(exchange), \(category), \(sealed))
                        """
                    )
                }
            }
            try place.keys.addKey()
            #expect(try await place.resealing().slice(pages: 100).renewed == 3)
            let read = try await place.engine.read { try text.values(notBy: "1", after: nil, most: 10, in: $0) }
            for value in read {
                #expect(try place.keys.open(value.sealed, text.context) == value.row.joined(separator: " "))
            }
            #expect(read.count == 3)
        }
    }

    @Test("people who write meanwhile lose nothing")
    func beside() async throws {
        try await KeptPlace.with(names: 30) { place in
            try place.keys.addKey()
            let writing = Task {
                for round in 0..<10 {
                    for number in 0..<30 {
                        let sealed = try place.keys.seal("Person \(number), \(round)", "account.name")
                        let id = "account-\(1000 + number)"
                        try await place.engine.write {
                            try $0.execute("UPDATE account SET name_sealed = \(sealed) WHERE id = \(id)")
                        }
                    }
                }
            }
            while try await !place.resealing(page: 3).slice(pages: 1).isFinished {}
            try await writing.value
            #expect(try await place.names() == (0..<30).map { "Person \($0), 9" })
            #expect(try await place.keeping.use().sealed["1"] == 0)
        }
    }

    @Test("what a process wrote with an older key behind the walk is found before the end")
    func behind() async throws {
        try await KeptPlace.with(names: 12) { place in
            let late = try place.keys.seal("Late", "account.name")
            try place.keys.addKey()
            // Two pages of e-mail addresses, their end, and one page of names: the walk stands in the names.
            try await place.resealing().slice(pages: 4)
            try await place.engine.write {
                try $0.execute("UPDATE account SET name_sealed = \(late) WHERE id = 'account-1000'")
            }
            let progress = try await place.resealing().slice(pages: 100)
            #expect(progress.isFinished && progress.remaining == 0)
            #expect(try await place.keeping.use().sealed["1"] == 0)
        }
    }

    @Test("looking again finds what was sealed with an older key after the end")
    func again() async throws {
        try await KeptPlace.with(names: 2) { place in
            let late = try place.keys.seal("Late", "account.name")
            try place.keys.addKey()
            try await place.resealing().slice(pages: 100)
            try await place.engine.write { try $0.execute("UPDATE account SET name_sealed = \(late)") }
            try await place.resealing().lookAgain()
            #expect(try await place.resealing().progress().remaining == 2)
            try await place.resealing().slice(pages: 100)
            #expect(try await place.keeping.use().sealed["1"] == 0)
        }
    }

    @Test("a value that nobody can open stays as it is, is counted, and does not hold up the others")
    func unreadable() async throws {
        try await KeptPlace.with(names: 25) { place in
            let lost = KeyRing.mark("99") + Data(repeating: 1, count: 40)
            try await place.engine.write {
                try $0.execute("UPDATE account SET name_sealed = \(lost) WHERE id = 'account-1003'")
            }
            try place.keys.addKey()
            let progress = try await place.resealing().slice(pages: 100)
            #expect(progress.isFinished && progress.unreadable == 1 && progress.remaining == 1)
            #expect(try await place.keeping.use() == KeyUse(sealed: ["1": 0, "2": 49], unknown: 1))
        }
    }

    @Test("a further key begins the work anew")
    func further() async throws {
        try await KeptPlace.with(names: 5) { place in
            for newest in ["2", "3"] {
                try place.keys.addKey()
                #expect(try await !place.resealing().progress().isFinished)
                try await place.resealing().slice(pages: 100)
                #expect(try await place.keeping.use().sealed[newest] == 10)
            }
        }
    }
}
