import Database
import Testing

@testable import Keeping

@Suite("Looking after keys")
struct KeyKeepingTests {
    @Test("a key that came and one that went are entered in the record once, however many processes notice")
    func record() async throws {
        try await KeptPlace.with { place in
            try await place.keeping.notice()
            try place.keys.addKey()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try? await place.keeping.notice() } }
            }
            try place.keys.removeKey("1")
            try await place.keeping.notice()
            #expect(try await !place.keeping.notice())
            #expect(try await place.record() == ["key.added 1", "key.added 2", "key.retired 1"])
        }
    }

    @Test("a key has settled when it was noticed, and every process had time to meet it")
    func settled() async throws {
        try await KeptPlace.with { place in
            #expect(try await !place.keeping.hasSettled())
            try await place.keeping.notice()
            #expect(try await !place.keeping.hasSettled())
            place.clock.advance(by: KeyKeeping.settling)
            #expect(try await place.keeping.hasSettled())
            try place.keys.addKey()
            #expect(try await !place.keeping.hasSettled())
        }
    }

    @Test("what each key has sealed is counted, and what no key of the ring opens")
    func use() async throws {
        try await KeptPlace.with(names: 3) { place in
            try place.keys.addKey()
            try await place.add(7)
            try await place.add(8, sealed: KeyRing.mark("99") + [1, 2, 3])
            #expect(try await place.keeping.use() == KeyUse(sealed: ["1": 6, "2": 3], unknown: 1))
        }
    }

    @Test("a key is retired when nothing is sealed with it and nothing can be any more")
    func retired() async throws {
        try await KeptPlace.with(names: 3) { place in
            try place.keys.addKey()
            try await place.keeping.notice()
            place.clock.advance(by: KeyKeeping.settling)
            try await place.resealing().slice(pages: 100)
            try await place.keeping.retire("1", alone: false)
            #expect(place.keys.names == ["2"])
            #expect(try await place.names() == ["Person 0", "Person 1", "Person 2"])
        }
    }

    @Test("a key stays while something is sealed with it, while it seals, and while a process may still seal with it")
    func stays() async throws {
        try await KeptPlace.with(names: 1) { place in
            await #expect(throws: KeyFault.stillSealing("1")) { try await place.keeping.retire("1", alone: true) }
            await #expect(throws: KeyFault.unknownKey("5")) { try await place.keeping.retire("5", alone: true) }
            try place.keys.addKey()
            try await place.keeping.notice()
            await #expect(throws: RetiringRefused.tooEarly) { try await place.keeping.retire("1", alone: false) }
            place.clock.advance(by: KeyKeeping.settling)
            let inUse = RetiringRefused.stillInUse("1", values: 2)
            await #expect(throws: inUse) { try await place.keeping.retire("1", alone: false) }
            await #expect(throws: inUse) { try await place.keeping.retire("1", alone: true) }
            #expect(place.keys.names == ["1", "2"])
        }
    }

    @Test("a key that sealed something still there is never struck off, whatever a ring holds")
    func stillThere() async throws {
        try await KeptPlace.with(names: 1) { place in
            try await place.keeping.notice()
            try place.keys.addKey()
            try await place.keeping.notice()
            try place.keys.removeKey("1")
            #expect(try await !place.keeping.notice())
            #expect(try await place.record() == ["key.added 1", "key.added 2"])
            try await place.engine.write { try $0.execute("DELETE FROM account") }
            #expect(try await place.keeping.notice())
            #expect(try await place.record() == ["key.added 1", "key.added 2", "key.retired 1"])
        }
    }

    @Test("a machine with an older copy of the ring strikes nothing off, adds nothing and retires nothing")
    func oldCopy() async throws {
        try await KeptPlace.with { place in
            try place.keys.addKey()
            try await place.keeping.notice()
            let copy = KeyKeeping(engine: place.engine, keys: KeyRing(), clock: place.clock)
            place.clock.advance(by: KeyKeeping.settling)
            await #expect(throws: KeyFault.lacks("2")) { try await copy.notice() }
            await #expect(throws: KeyFault.lacks("2")) { try await copy.refuseOldRing() }
            await #expect(throws: KeyFault.lacks("2")) { try await copy.retire("1", alone: false) }
            #expect(try await place.record() == ["key.added 1", "key.added 2"])
            #expect(try await !place.keeping.notice())
        }
    }
}
