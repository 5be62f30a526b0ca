import Foundation
import Testing

/// A real system that listens over HTTPS, for as long as a test runs (Tests/Ground/listener.py).
public final class Listener: Sendable {
    public let folder: URL
    private let process: Process

    /// - Parameter statuses: what it answers, one after the other, the last for good.
    public init(answering statuses: [Int]) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "listener-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../Ground/listener.py").standardized
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script.path, folder.path] + statuses.map(String.init)
        try process.run()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "port").path) {
            try #require(process.isRunning)
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    public func end() {
        // Test threads block the milder signal, and what they start inherits that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    public var port: String { (try? String(contentsOf: folder.appending(path: "port"), encoding: .utf8)) ?? "" }
    public var certificate: String { folder.appending(path: "certificate.pem").path }

    public struct Heard: Decodable {
        public let path: String
        public let headers: [String: String]
        public let body: String
    }

    public var heard: [Heard] {
        let text = (try? String(contentsOf: folder.appending(path: "heard"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(Heard.self, from: Data($0.utf8)) }
    }
}
