import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Website

/// Messages that others published, damaged and posted, through everything that a message goes through here: the reader,
/// the inspection, the notice, the store. Some each time, and for as long as `FOOTBRIDGE_FUZZ_MINUTES` says.
@Suite("Damaged messages, posted")
struct DamagedMessagesTests {
    private static let minutes = ProcessInfo.processInfo.environment["FOOTBRIDGE_FUZZ_MINUTES"].flatMap(Double.init)
    private static let payloads = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../FHIRTests/Payloads").standardized

    @Test("get an answer that says what is wrong, and never one that says that something went wrong here")
    func some() async throws {
        try await ConnectedSystem.with { system in
            var round = try await DamageRound(system, Self.seeds(), seed: 20_261_127)
            for _ in 0..<150 { try await round.post() }
            #expect(round.tally.faults == [])
            #expect(round.tally.statuses.count > 1)
        }
    }

    @Test("get one for a long time", .enabled(if: minutes != nil, "FOOTBRIDGE_FUZZ_MINUTES says for how long"))
    func many() async throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        try await ConnectedSystem.with { system in
            var round = try await DamageRound(system, Self.seeds(), seed: seed)
            let end = ContinuousClock.now + .seconds(60 * (Self.minutes ?? 0))
            while ContinuousClock.now < end, round.tally.faults.count < 20 { try await round.post() }
            print("Damaged messages, seed \(seed): \(round.tally)")
            #expect(round.tally.faults == [])
        }
    }

    private static func seeds() throws -> [Data] {
        let names = FileManager.default.subpaths(atPath: payloads.path) ?? []
        return try names.filter { $0.hasSuffix(".json") }.sorted().map {
            try Data(contentsOf: payloads.appending(path: $0))
        }
    }
}

/// Damages one message after the other, posts each, and counts what came of it.
private struct DamageRound {
    let system: ConnectedSystem
    let seeds: [Data]
    let token: String
    var damage: Damage
    var tally = Tally()
    /// What was posted last: should the program end with it, it is found there.
    private let last = FileManager.default.temporaryDirectory.appending(path: "footbridge-damaged-message.json")

    init(_ system: ConnectedSystem, _ seeds: [Data], seed: UInt64) async throws {
        (self.system, self.seeds, damage) = (system, seeds, Damage(seed: seed))
        token = try await system.token()
    }

    mutating func post() async throws {
        let whole = seeds[damage.below(seeds.count)]
        // Some of them are no JSON as they are.
        let shaken = damage.below(3) == 0 ? nil : try? shaken(whole)
        let damaged = shaken ?? Data(damage.done(to: [UInt8](whole)))
        try damaged.write(to: last)
        let headers: HTTPFields = [
            .authorization: "Bearer \(token)", .contentType: "application/fhir+json",
            .init("X-Request-Id")!: UUID().uuidString,
        ]
        let begun = ContinuousClock.now
        let answer = try await system.site.send(.post, "/fhir/R4/$process-message", damaged, headers: headers)
        tally.count(answer.status, damaged, answer.body, ContinuousClock.now - begun)
    }

    /// Sound JSON with values that are gone, came twice or are of another kind.
    private mutating func shaken(_ whole: Data) throws -> Data {
        let value = damage.shaken(try JSONSerialization.jsonObject(with: whole))
        return try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    }
}

private struct Tally: CustomStringConvertible {
    var messages = 0
    var statuses: [Int: Int] = [:]
    var slowest = Duration.zero
    /// Messages that brought an answer which no message may bring, cut.
    var faults: [String] = []

    /// What the guide lets a message be answered with.
    private static let known: Set = [200, 400, 404, 409, 413, 422]

    mutating func count(_ status: Int, _ message: Data, _ answer: String, _ took: Duration) {
        messages += 1
        statuses[status, default: 0] += 1
        slowest = max(slowest, took)
        guard !Self.known.contains(status) || !answer.contains("resourceType") else { return }
        faults.append("\(status): \(String(decoding: message.prefix(2000), as: UTF8.self))")
    }

    var description: String {
        let counts = statuses.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) times" }.joined(separator: ", ")
        return "\(messages) posted, answered \(counts), \(faults.count) wrongly, the slowest after \(slowest)"
    }
}

extension Damage {
    /// The value with, here and there, another in its place, one that is gone, or one that came twice.
    fileprivate mutating func shaken(_ value: Any) -> Any {
        switch below(60) {
        case 0: return others[below(others.count)]
        case 1: return [value]
        case 2: return [value, value]
        default: break
        }
        if let members = value as? [String: Any] { return shaken(members: members) }
        guard let items = value as? [Any] else { return value }
        return shaken(items: items)
    }

    private mutating func shaken(items: [Any]) -> [Any] {
        var kept: [Any] = []
        for item in items where below(40) != 0 {
            let one = shaken(item)
            kept += below(40) == 0 ? [one, one] : [one]
        }
        return kept
    }

    private mutating func shaken(members: [String: Any]) -> [String: Any] {
        var kept: [String: Any] = [:]
        for (key, value) in members.sorted(by: { $0.key < $1.key }) where below(40) != 0 {
            kept[below(80) == 0 ? "\(key)x" : key] = shaken(value)
        }
        return kept
    }

    private var others: [Any] {
        let deep = (0..<60).reduce([] as Any) { inner, _ in [inner] }
        return [
            NSNull(), "", " ", "\u{0}", String(repeating: "é", count: 20_000), 0, -1, 1e300, true, [String](),
            [String: String](), ["id": "x"], "urn:uuid:0", "2026-02-31", "9999-12-31T23:59:60Z", "<div/>", deep,
        ]
    }
}
