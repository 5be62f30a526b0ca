import Database
import Foundation
import Synchronization
import TestSupport
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

    @Test(
        "what a retired key sealed is stored by no process, whether it stood still or reads an old copy of the ring",
        .enabled(if: testDialect == .postgreSQL))
    func retiredMeanwhile() async throws {
        try await KeptPlace.with(names: 3) { place in
            let other = try await #require(TestServer.named).another(on: place.engine)
            let late = try place.keys.seal("Late", "account.name")
            // Its writers expect the old key from then on.
            for _ in 0..<20 { try await Self.rename("account-1000", to: late, on: other) }
            try await Self.succeed(place)
            try await place.keeping.retire("1", alone: false)
            for engine in [place.engine, other] {
                async let innocent: Void = Self.touch(engine)
                await #expect(throws: KeyFault.retired("1")) {
                    try await Self.rename("account-1001", to: late, on: engine)
                }
                try await innocent
                let fresh = try place.keys.seal("Fresh", "account.name")
                try await Self.rename("account-1002", to: fresh, on: engine)
            }
            #expect(try await place.names() == ["Late", "Person 1", "Fresh"])
            await other.close()
        }
    }

    @Test(
        "a write with the old key that has begun and not ended is waited for, and keeps the key in the ring",
        .enabled(if: testDialect == .postgreSQL))
    func underWay() async throws {
        try await KeptPlace.with(names: 3) { place in
            let other = try await #require(TestServer.named).another(on: place.engine)
            let late = try place.keys.seal("Late", "account.name")
            try await Self.succeed(place)
            let (isWritten, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let writing: Void = other.write { database in
                _ = try database.changes("UPDATE account SET name_sealed = \(late) WHERE id = 'account-1000'")
                isWritten.signal()
                _ = mayEnd.wait(timeout: .now() + 20)
            }
            await Self.heard(isWritten)
            let retiring = Task { try await place.keeping.retire("1", alone: false) }
            while try await place.engine.read({ try $0.count("SELECT count(*) AS count FROM retired_key") }) == 0 {}
            mayEnd.signal()
            try await writing
            await #expect(throws: RetiringRefused.stillInUse("1", values: 1)) { try await retiring.value }
            #expect(place.keys.names == ["1", "2"])
            #expect(try await place.names() == ["Late", "Person 1", "Person 2"])
            try await place.resealing().lookAgain()
            try await place.resealing().slice(pages: 100)
            try await place.keeping.retire("1", alone: false)
            #expect(place.keys.names == ["2"])
            await other.close()
        }
    }

    /// A new key seals, and everything is sealed anew with it.
    private static func succeed(_ place: KeptPlace) async throws {
        try place.keys.addKey()
        try await place.keeping.notice()
        place.clock.advance(by: KeyKeeping.settling)
        try await place.resealing().slice(pages: 100)
    }

    private static func rename(_ account: String, to name: Data, on engine: any Engine) async throws {
        try await engine.write {
            try $0.execute("UPDATE account SET name_sealed = \(name) WHERE id = \(account)")
        }
    }

    /// Writes nothing that is sealed.
    private static func touch(_ engine: any Engine) async throws {
        try await engine.write { try $0.execute("UPDATE account SET created_at = created_at + 1") }
    }

    /// Without holding one of the threads on which the tests run.
    private static func heard(_ signal: DispatchSemaphore) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                _ = signal.wait(timeout: .now() + 20)
                continuation.resume()
            }
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

    @Test("a key in use that is missing from the ring is told by its number, once a day, and not looked for each round")
    func lost() async throws {
        try await KeptPlace.with(names: 1) { place in
            let (engine, told) = (QuestionedEngine(place.engine), Told())
            let keeping = KeyKeeping(engine: engine, keys: place.keys, clock: place.clock)
            try await keeping.notice()
            try place.keys.addKey()
            try await keeping.notice()
            try place.keys.removeKey("1")
            let looking = try await engine.statements { _ = try await keeping.notice(ofLost: told.add) }
            #expect(looking.contains { $0.contains("account") } && told.names == ["1"])
            #expect(try await place.lacking() == ["1"])
            for _ in 0..<3 {
                place.clock.advance(by: 20)
                let next = try await engine.statements { _ = try await keeping.notice(ofLost: told.add) }
                #expect(next.count == 1, "\(next)")
            }
            #expect(told.names == ["1"])
            place.clock.advance(by: LostKeys.pause)
            #expect(try await !keeping.notice(ofLost: told.add))
            #expect(told.names == ["1", "1"])
            try await place.engine.write { try $0.execute("DELETE FROM account") }
            place.clock.advance(by: LostKeys.pause)
            #expect(try await keeping.notice(ofLost: told.add))
            #expect(told.names == ["1", "1"])
            #expect(try await place.record() == ["key.added 1", "key.added 2", "key.retired 1"])
            #expect(try await place.lacking() == [])
        }
    }

    private final class Told: Sendable {
        private let kept = Mutex<[String]>([])
        var names: [String] { kept.withLock { $0 } }
        func add(_ name: String) { kept.withLock { $0.append(name) } }
    }

    @Test("a machine with an older copy of the ring strikes nothing off, adds nothing and retires nothing")
    func oldCopy() async throws {
        try await KeptPlace.with { place in
            try place.keys.addKey()
            try await place.keeping.notice()
            let copy = KeyKeeping(engine: place.engine, keys: KeyRing(), clock: place.clock)
            place.clock.advance(by: KeyKeeping.settling)
            await #expect(throws: KeyFault.lacks("2")) { try await copy.notice() }
            let fault = await #expect(throws: KeyFault.self) { try await copy.refuseOldRing() }
            #expect(fault == .lacks("2") && fault?.description.contains("docs/guides/keys.md") == true)
            await #expect(throws: KeyFault.lacks("2")) { try await copy.retire("1", alone: false) }
            #expect(try await place.record() == ["key.added 1", "key.added 2"])
            #expect(try await !place.keeping.notice())
        }
    }
}
