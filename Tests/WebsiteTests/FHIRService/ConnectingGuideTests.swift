import Exchange
import Foundation
import Testing

@testable import FHIRService

@Suite("The guide to connecting a record system")
struct ConnectingGuideTests {
    @Test("names every event that is understood, and what it becomes")
    func events() throws {
        let rows = try lines().filter { $0.hasPrefix("| `http") }
        let wanted = MessageEvent.allCases.map {
            "| `\($0.system)` | `\($0.code)` | \($0.kind?.title ?? "a person says") |"
        }
        #expect(rows == wanted)
    }

    @Test("names every reason for which a message waits")
    func reasons() throws {
        let wanted = HeldReason.allCases.map { "| `\($0.rawValue)` | \($0.words) |" }
        #expect(try lines().filter { wanted.contains($0) } == wanted)
    }

    private func lines() throws -> [String] {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/guides/connect-a-record-system.md").standardized
        return try String(contentsOf: guide, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
