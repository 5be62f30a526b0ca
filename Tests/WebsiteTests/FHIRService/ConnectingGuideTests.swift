import Exchange
import FHIR
import Foundation
import Students
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

    @Test("has the very words that a student reads about each category, by the number that a consent names")
    func words() throws {
        let wanted = InformationCategory.allCases.map {
            "| `\($0.rawValue)` | \($0.studentTitle). \($0.studentExplanation) |"
        }
        #expect(try lines().filter { wanted.contains($0) } == wanted)
        #expect(try lines().contains { $0.contains("\"\(FHIRSystem.consentWords)\"") })
    }

    private func lines() throws -> [String] {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/guides/connect-a-record-system.md").standardized
        return try String(contentsOf: guide, encoding: .utf8).split(separator: "\n").map(String.init)
    }
}
