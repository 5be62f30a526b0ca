import Configuration
import Foundation
import MESH
import Vocabulary
import Web

/// A mailbox on MESH, and what is exchanged by it.
struct MESHSettings: Sendable {
    let server: MESHServer
    let mailbox: String
    let workflow: String
    /// The pause between two looks into the inbox, in seconds.
    let pause: TimeInterval
}

extension SettingKey {
    static let mesh: [SettingKey] = [
        SettingKey(
            name: "footbridge.mesh", standard: "no MESH",
            meaning: "Where MESH is: https://mesh-sync.spineservices.nhs.uk. Needs the five that follow."),
        SettingKey(name: "footbridge.mesh_mailbox", standard: "not set", meaning: "The id of your mailbox: X26OT001."),
        SettingKey(
            name: "footbridge.mesh_password_file", standard: "not set",
            meaning: "A file that holds the mailbox’s password, and nothing else."),
        SettingKey(
            name: "footbridge.mesh_shared_key_file", standard: "not set",
            meaning: "A file that holds the shared key of the MESH environment, and nothing else."),
        SettingKey(
            name: "footbridge.mesh_certificate", standard: "not set",
            meaning: "A file with the certificate (PEM) that MESH knows you by."),
        SettingKey(name: "footbridge.mesh_key", standard: "not set", meaning: "A file with its private key (PEM)."),
        SettingKey(
            name: "footbridge.mesh_authority", standard: "the system's",
            meaning: "A file of certificates to trust in its place: NHS England’s, for MESH itself."),
        SettingKey(
            name: "footbridge.mesh_workflow", standard: "FOOTBRIDGE_MESSAGE",
            meaning: "The workflow id of what is taken. Answers go with _ACK behind it."),
        SettingKey(
            name: "footbridge.mesh_pause_seconds", standard: "300",
            meaning: "Seconds between two looks into the inbox, 1 to 3600. MESH asks for 300 or more."),
        SettingKey(
            name: "footbridge.mesh_chunk_kilobytes", standard: "20000",
            meaning: "The most that is sent in one piece, 1 to 100000."),
    ]
}

extension Settings {
    /// - Throws: `SettingRefused`.
    static func mesh(_ reader: ConfigReader, _ text: (String) -> String?) throws -> MESHSettings? {
        guard let typed = text("footbridge.mesh"), !typed.isEmpty else { return nil }
        guard let address = URL(string: typed.hasSuffix("/") ? String(typed.dropLast()) : typed),
            address.scheme == "https", address.host()?.isEmpty == false,
            address.user() == nil, address.path().isEmpty
        else { throw SettingRefused(key: "footbridge.mesh", reason: "must be https://host or https://host:port") }
        let mailbox = try name("footbridge.mesh_mailbox", text).uppercased()
        let workflow = try name("footbridge.mesh_workflow", text, standard: "FOOTBRIDGE_MESSAGE")
        let server = MESHServer(
            address: address, mailbox: try meshMailbox(mailbox, text), trust: try meshTrust(text),
            chunk: try number(reader, "footbridge.mesh_chunk_kilobytes", standard: 20_000, within: 1...100_000) * 1000,
            clock: SystemClock(), version: Release.version)
        let pause = try number(reader, "footbridge.mesh_pause_seconds", standard: 300, within: 1...3600)
        return MESHSettings(server: server, mailbox: mailbox, workflow: workflow, pause: TimeInterval(pause))
    }

    private static func meshMailbox(_ id: String, _ text: (String) -> String?) throws -> MESHMailbox {
        MESHMailbox(
            id: id, password: try secret("footbridge.mesh_password_file", text),
            sharedKey: try secret("footbridge.mesh_shared_key_file", text))
    }

    private static func meshTrust(_ text: (String) -> String?) throws -> WebTrust {
        WebTrust(
            authority: try authority("footbridge.mesh_authority", text),
            certificate: try needed("footbridge.mesh_certificate", text), key: try needed("footbridge.mesh_key", text))
    }

    private static func needed(_ key: String, _ text: (String) -> String?) throws -> String {
        guard let file = try authority(key, text) else {
            throw SettingRefused(key: key, reason: "must be set where footbridge.mesh is")
        }
        return file
    }

    private static func name(
        _ key: String, _ text: (String) -> String?, standard: String? = nil
    ) throws -> String {
        let name = text(key) ?? standard ?? ""
        guard MESHName.isOne(name) else {
            throw SettingRefused(key: key, reason: "must be letters and digits, where footbridge.mesh is set")
        }
        return name
    }

    /// Never set as such: what is set can be read by whoever lists processes.
    private static func secret(_ key: String, _ text: (String) -> String?) throws -> String {
        let held = text(key).flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        guard let secret = held?.trimmingCharacters(in: .newlines), !secret.isEmpty else {
            throw SettingRefused(key: key, reason: "must name a file that can be read and is not empty")
        }
        return secret
    }
}
