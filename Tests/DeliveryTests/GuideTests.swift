import Foundation
import Outbox
import Testing

@Suite("The guide to e-mails")
struct GuideTests {
    @Test("names every event that sends one, with what it says and who is told where nobody is named")
    func table() throws {
        let guide = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../docs/guides/e-mail.md").standardized
        let rows = try String(contentsOf: guide, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| `") }
        let wanted = MailTopic.allCases.map { topic in
            let first = topic.prefersMailbox ? "mailbox, then person" : "person, then mailbox"
            let last = topic.toLast.map { "\($0.fallback.title)s" } ?? "Nobody"
            return "| `\(topic.rawValue)` | \(topic.line) | \(first) | \(last) |"
        }
        #expect(rows.map(String.init) == wanted)
    }
}
