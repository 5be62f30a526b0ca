import Database
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("Two processes on one database", .enabled(if: testDialect == .postgreSQL))
struct TwoProcessesTests {
    @Test("count an address together, so that it gets no more for knocking at both")
    func limit() async throws {
        let settings = ["FOOTBRIDGE_REQUESTS_PER_MINUTE": "40"]
        try await withDatabase(at: TestTime.mondayMorning) { engine in
            let other = try await #require(TestServer.named).another(on: engine)
            let keys = KeyRing()
            let sites = try await [engine, other].asyncMap {
                try await TestSite.over($0, at: TestTime.mondayMorning, keys: keys, settings: settings)
            }
            var admitted = 0
            for number in 0..<160 {
                let answer = try await sites[number % 2].ask(.get, "/sign-in", token: nil, from: "192.0.2.7")
                if answer.status != 429 { admitted += 1 }
            }
            #expect((40...48).contains(admitted))
            let neighbour = try await sites[1].ask(.get, "/sign-in", token: nil, from: "192.0.2.8")
            #expect(neighbour.status != 429)
            await other.close()
        }
    }
}

extension Array {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
