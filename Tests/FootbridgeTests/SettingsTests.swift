import Foundation
import Testing

@testable import Footbridge

@Suite("Settings")
struct SettingsTests {
    @Test("nothing needs to be set")
    func standard() async throws {
        let settings = try await Settings.read(environment: [:])
        #expect(settings.port == 8080)
        #expect(settings.publicAddress.absoluteString == "http://127.0.0.1:8080")
        #expect(settings.staffIdleMinutes == 15)
    }

    @Test(
        "a value that cannot be used stops the start, with the key's name",
        arguments: [
            ("FOOTBRIDGE_PORT", "80a", "footbridge.port"), ("FOOTBRIDGE_PORT", "70000", "footbridge.port"),
            ("FOOTBRIDGE_PUBLIC_ADDRESS", "http://footbridge.example.ac.uk", "footbridge.public_address"),
            ("FOOTBRIDGE_PUBLIC_ADDRESS", "nonsense", "footbridge.public_address"),
            ("FOOTBRIDGE_LOG_LEVEL", "loud", "footbridge.log_level"),
            ("FOOTBRIDGE_BEHIND_PROXY", "maybe", "footbridge.behind_proxy"),
            ("FOOTBRIDGE_STAFF_IDLE_MINUTES", "0", "footbridge.staff_idle_minutes"),
            ("FOOTBRIDGE_METRICS_TOKEN", "short", "footbridge.metrics_token"),
            (
                "FOOTBRIDGE_METRICS_TOKEN", "with spaces with spaces with spaces with", "footbridge.metrics_token"
            ),
            ("FOOTBRIDGE_INSIDE_PROVIDERS", "https://sso.example.ac.uk", "footbridge.inside_providers"),
            ("FOOTBRIDGE_MAIL_RETURNS", "bounces", "footbridge.mail_returns"),
            ("FOOTBRIDGE_PROT", "1", "footbridge.prot"),
            ("FOOTBRIDGE_CONFIG", "/no/such/file.json", "footbridge.config"),
        ])
    func refused(variable: String, value: String, key: String) async {
        let refusal = await #expect(throws: SettingRefused.self) {
            _ = try await Settings.read(environment: [variable: value])
        }
        #expect(refusal?.key == key)
    }

    @Test("a file sets what the environment does not")
    func file() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(#"{"footbridge": {"port": 9000, "behind_proxy": true, "log_level": "error"}}"#.utf8).write(to: file)
        let settings = try await Settings.read(
            environment: ["FOOTBRIDGE_CONFIG": file.path, "FOOTBRIDGE_LOG_LEVEL": "debug"]
        )
        #expect(settings.port == 9000)
        #expect(settings.behindProxy)
        #expect(settings.logLevel == "debug")
    }

    @Test("a mailbox on MESH is set whole or not at all, and its secrets come from files")
    func mesh() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mesh-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "file").path
        try Data("secret\n".utf8).write(to: URL(filePath: file))
        let whole = [
            "FOOTBRIDGE_MESH": "https://mesh.example.nhs.uk", "FOOTBRIDGE_MESH_MAILBOX": "X26OT001",
            "FOOTBRIDGE_MESH_PASSWORD_FILE": file, "FOOTBRIDGE_MESH_SHARED_KEY_FILE": file,
            "FOOTBRIDGE_MESH_CERTIFICATE": file, "FOOTBRIDGE_MESH_KEY": file,
        ]
        let mesh = try #require(try await Settings.read(environment: whole).mesh)
        #expect(mesh.mailbox == "X26OT001" && mesh.workflow == "FOOTBRIDGE_MESSAGE" && mesh.pause == 300)
        for key in whole.keys where key != "FOOTBRIDGE_MESH" {
            var lacking = whole
            lacking[key] = nil
            let environment = lacking
            let refusal = await #expect(throws: SettingRefused.self) {
                _ = try await Settings.read(environment: environment)
            }
            #expect(refusal.map { SettingKey.environmentName(of: $0.key) } == key)
        }
        let plain = whole.merging(["FOOTBRIDGE_MESH": "http://mesh.example.nhs.uk"]) { $1 }
        await #expect(throws: SettingRefused.self) { _ = try await Settings.read(environment: plain) }
        #expect(try await Settings.read(environment: [:]).mesh == nil)
    }
}
