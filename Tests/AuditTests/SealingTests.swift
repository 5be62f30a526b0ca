import Foundation
import TestSupport
import Testing

@testable import Audit
@testable import Database

@Suite("Sealing the record")
struct SealingTests {
    @Test("what is written is sealed once, in batches of a bounded size")
    func batches() async throws {
        try await Record.with(20) { record in
            #expect(try await record.seal(most: 6) == 4)
            #expect(try await record.seal(most: 6) == 0)
            let extent = try #require(try await record.extent())
            #expect(extent.seals == 4 && extent.unsealed == 0 && extent.newest?.entries == 2)
        }
    }

    @Test("a new key signs from the next seal on, and what the old one signed still holds")
    func newKey() async throws {
        try await Record.with(5, sealedBy: 50) { record in
            let old = try record.keys.signingKeyName()
            let new = try record.keys.addSigningKey()
            try await record.write(5)
            try await record.seal()
            let extent = try #require(try await record.extent())
            #expect(extent.entries == 10 && extent.unsealed == 0)
            let signed = try await record.engine.read { try AuditTrail.sealsByKey(in: $0) }
            #expect(signed.keys.sorted() == [old, new].sorted() && signed[new] == 1)
        }
    }

    @Test("two who seal at once make no seal twice and miss none")
    func twoSealers() async throws {
        try await Record.with { record in
            var made = 0
            let sealers = (0..<2).map { _ in record.sealer(most: 3) }
            for _ in 0..<6 {
                try await record.write(10)
                async let first = sealers[0].round()
                async let second = sealers[1].round()
                made += try await first + second
            }
            made += try await record.seal(with: sealers[0])
            let extent = try #require(try await record.extent())
            #expect(extent.entries == 60 && extent.unsealed == 0 && extent.seals == made)
        }
    }

    @Test("a number that a slow transaction has taken is waited for, so nothing is ever committed below a seal")
    func horizon() async throws {
        try await Record.with(3) { record in
            // Transaction 5 has taken number 2 and is slow; 3 was committed by a quicker one.
            try await record.tamper("CREATE TABLE slow AS SELECT * FROM audit_entry WHERE seq = 2")
            try await record.tamper("DELETE FROM audit_entry WHERE seq = 2")
            let engine = SlowEngine(record.engine)
            let sealer = Sealer(engine: engine, keys: record.keys, clock: record.clock)
            for (oldest, next) in [(5, 7), (5, 9), (6, 9)] {
                engine.set(oldest, next)
                #expect(try await sealer.round() == 0)
            }
            // It commits; only now has everything from before 7 ended.
            try await record.tamper("INSERT INTO audit_entry SELECT * FROM slow")
            engine.set(8, 12)
            #expect(try await sealer.round() == 1)
            let extent = try #require(try await record.extent())
            #expect(extent.entries == 3 && extent.unsealed == 0 && extent.seals == 1)
        }
    }

    @Test("where no transaction is unfinished, nothing is waited for")
    func quiet() async throws {
        try await Record.with(3) { record in
            let engine = SlowEngine(record.engine)
            engine.set(9, 9)
            let made = try await Sealer(engine: engine, keys: record.keys, clock: record.clock).round()
            #expect(made == 1)
        }
    }

    @Test("what was numbered after the moment waits for the next seal")
    func later() async throws {
        try await Record.with(3) { record in
            let engine = SlowEngine(record.engine)
            let sealer = Sealer(engine: engine, keys: record.keys, clock: record.clock)
            engine.set(5, 7)
            #expect(try await sealer.round() == 0)
            try await record.write(2)
            engine.set(7, 9)
            #expect(try await sealer.round() == 1)
            #expect(try await record.extent()?.unsealed == 2)
        }
    }

    @Test("once seals vanish under a running program, nothing is sealed over their place")
    func vanished() async throws {
        try await Record.with(6) { record in
            let sealer = record.sealer(most: 3)
            #expect(try await record.seal(with: sealer) == 2)
            try await record.write(1)
            #expect(try await record.seal(with: sealer) == 1)
            try await record.tamper(
                "DELETE FROM audit_seal", "UPDATE audit_entry SET action = 'x' WHERE seq = 2")
            await #expect(throws: SealingStopped(number: 3)) {
                for _ in 0..<1_000 where try await sealer.round() == 0 {
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }
    }
}

/// An engine on which other transactions stand where the test says.
private final class SlowEngine: Engine, @unchecked Sendable {
    private let inner: any Engine
    private let lock = NSLock()
    private var horizon = WriteHorizon(oldestUnfinished: 0, next: 0)

    init(_ inner: any Engine) { self.inner = inner }

    var dialect: Dialect { inner.dialect }

    func set(_ oldest: Int, _ next: Int) {
        lock.withLock { horizon = WriteHorizon(oldestUnfinished: oldest, next: next) }
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Reading) throws -> T) async throws -> T {
        let moment = lock.withLock { horizon }
        return try await inner.read { try body(SlowReading(inner: $0, moment: moment)) }
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Writing) throws -> T) async throws -> T {
        try await inner.write(body)
    }

    var writeFigures: QueueFigures { inner.writeFigures }
    var readsWaiting: Int { inner.readsWaiting }
    var connectionFigures: ConnectionFigures { inner.connectionFigures }
    func tell(_ words: String) { inner.tell(words) }
    func heard() -> AsyncStream<String> { inner.heard() }
    func close() async { await inner.close() }
}

private struct SlowReading: Reading {
    let inner: any Reading
    let moment: WriteHorizon

    func rows(_ sql: SQL) throws -> [Row] { try inner.rows(sql) }
    func horizon() throws -> WriteHorizon { moment }
}
