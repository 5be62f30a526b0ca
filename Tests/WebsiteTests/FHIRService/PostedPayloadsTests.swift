import Foundation
import HTTPTypes
import TestSupport
import Testing
import Vocabulary

@testable import Website

/// Messages and resources that others published, posted as they are. `posted.tsv` says what each gets, and why.
@Suite("What others have published, posted as a message")
struct PostedPayloadsTests {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    private static let payloads = here.appending(path: "../../FHIRTests/Payloads").standardized

    private static func table() throws -> [(file: String, status: Int)] {
        let text = try String(contentsOf: here.appending(path: "posted.tsv"), encoding: .utf8)
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: "\t")
            return cells.count == 3 ? Int(cells[1]).map { (String(cells[0]), $0) } : nil
        }
    }

    @Test("gets the answer that the table names, whole or cut off anywhere, and nobody's name comes back")
    func posted() async throws {
        let table = try Self.table()
        let files = try #require(FileManager.default.enumerator(atPath: Self.payloads.path)?.allObjects as? [String])
        #expect(Set(table.map(\.file)) == Set(files.filter { $0.hasSuffix(".json") }))
        try await ConnectedSystem.with { system in
            let token = try await system.token()
            let send = { (body: Data) in
                let headers: HTTPFields = [
                    .authorization: "Bearer \(token)", .contentType: "application/fhir+json",
                    .init("X-Request-Id")!: UUID().uuidString,
                ]
                return try await system.site.send(.post, "/fhir/R4/$process-message", body, headers: headers)
            }
            for (file, status) in table {
                let body = try Data(contentsOf: Self.payloads.appending(path: file))
                let answer = try await send(body)
                #expect(answer.status == status, "\(file)")
                for name in String(decoding: body, as: UTF8.self).matches(of: /"family"\s*:\s*"([^"]{4,})"/) {
                    #expect(!answer.body.contains(name.1), "\(file)")
                }
                for part in [3, 2] {
                    let cut = try await send(body.prefix(body.count * (part - 1) / part))
                    #expect(cut.status == 400, "\(file) cut off")
                }
            }
        }
    }
}
