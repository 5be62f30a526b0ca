import FHIR
import Foundation
import Testing
import Vocabulary

/// Messages that others published, and what is expected of each (Payloads/README.md).
enum Corpus {
    static let definitions: FHIRDefinitions = {
        do { return try .r4() } catch { fatalError("\(error)") }
    }()

    static let folder = (Bundle.module.resourceURL ?? Bundle.module.bundleURL).appending(path: "Payloads")

    /// Every message below the folder, in the order of their names.
    static let files: [String] = {
        let names = FileManager.default.subpaths(atPath: folder.path) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }()

    static func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appending(path: file))) }

    struct Expectation: Sendable, CustomTestStringConvertible {
        let file: String
        /// `valid`, or what `verdict` says.
        let verdict: String
        let reason: String

        var testDescription: String { file }
    }

    static let expectations: [Expectation] = {
        let text = (try? String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Expectation(file: cells[0], verdict: cells[1], reason: cells.count > 2 ? cells[2] : "")
        }
    }()

    /// What is said of a message: `valid`, `refused trailingComma 8:16`, or the code and place of each fault.
    static func verdict(_ bytes: [UInt8]) -> String {
        do {
            let faults = definitions.faults(in: try JSONText.read(bytes))
            var said: [String] = []
            for fault in faults {
                let severity = fault.isGrave ? "" : "\(fault.severity.rawValue) "
                let text = "\(severity)\(fault.code.rawValue) \(fault.expression ?? "-")"
                if !said.contains(text) { said.append(text) }
            }
            return said.isEmpty ? "valid" : said.joined(separator: "; ")
        } catch {
            return "refused \(error.reason) \(error.position.line):\(error.position.column)"
        }
    }
}
