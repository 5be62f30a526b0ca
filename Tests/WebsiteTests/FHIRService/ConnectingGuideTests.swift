import Foundation
import Testing

@testable import FHIRService

@Suite("The guide to connecting a record system")
struct ConnectingGuideTests {
    @Test("names every event that is understood, and what it becomes")
    func events() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../docs/guides/connect-a-record-system.md").standardized
        let rows = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n").filter {
            $0.hasPrefix("| `http")
        }
        let wanted = MessageEvent.allCases.map {
            "| `\($0.system)` | `\($0.code)` | \($0.kind?.title ?? "a person says") |"
        }
        #expect(rows.map(String.init) == wanted)
    }
}
