import Configuration
import Database
import Delivery
import Foundation
import SystemPackage
import Vocabulary
import Website

/// Everything that can be set, by environment (`FOOTBRIDGE_PORT`) or in a JSON file named by `FOOTBRIDGE_CONFIG`
/// (`{"footbridge": {"port": 8080}}`); the environment wins.
struct Settings: Sendable {
    /// The address the server listens on.
    var host: String
    var port: Int
    /// How people reach the site; `https`, unless it is this machine.
    var publicAddress: URL
    /// Where the database and the key ring live.
    var dataFolder: URL
    /// The PostgreSQL to use; `nil` for SQLite in the data folder.
    var postgreSQL: PostgreSQLAddress?
    /// Threads that read from PostgreSQL, and that write to it, each with a connection.
    var readers: Int
    var writers: Int
    var behindProxy: Bool
    var requestsPerMinute: Int
    var staffIdleMinutes: Int
    var studentIdleMinutes: Int
    /// The mail server that e-mails leave by; `nil`: none do.
    var mailServer: SMTPServer?
    /// The mailbox to which e-mails come back that could not be delivered later; `nil`: nobody listens.
    var returnMailbox: ReturnMailbox?
    /// Hosts of sign-in providers, and of record systems that publish keys, that may have a private address.
    var insideProviders: Set<String>
    /// How organisations' own systems are told.
    var endpointLine: EndpointLine
    /// The mailbox on MESH; `nil`: nothing comes or goes by it.
    var mesh: MESHSettings?
    /// `trace`, `debug`, `info`, `notice`, `warning`, `error` or `critical`.
    var logLevel: String
    /// What a monitoring system on another machine has to show to read `/metrics`.
    var metricsToken: String?

    var database: URL { dataFolder.appending(path: "footbridge.sqlite") }
    var keyRing: URL { dataFolder.appending(path: "keys.json") }

    func site(demonstration: Bool) -> SiteSettings {
        SiteSettings(
            publicAddress: publicAddress, demonstration: demonstration, behindProxy: behindProxy,
            metricsToken: metricsToken
        )
    }
}

extension Settings {
    /// Reads the environment and, where `FOOTBRIDGE_CONFIG` names one, a file.
    /// - Throws: `SettingRefused` with the key's name; a key nobody knows, beginning with `FOOTBRIDGE_`, is refused too.
    static func read(environment: [String: String] = ProcessInfo.processInfo.environment) async throws -> Settings {
        try refuseStrangers(environment)
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider(environmentVariables: environment)]
        if let path = environment["FOOTBRIDGE_CONFIG"] {
            do { providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(path))) } catch {
                throw SettingRefused(
                    key: "footbridge.config", reason: "names a file that cannot be read as JSON: \(path)")
            }
        }
        return try read(from: ConfigReader(providers: providers))
    }

    private static func read(from reader: ConfigReader) throws -> Settings {
        let text = { (key: String) -> String? in reader.string(forKey: ConfigKey(key)) }
        let port = try number(reader, "footbridge.port", standard: 8080, within: 0...65535)
        let address = try publicAddress(text("footbridge.public_address") ?? "http://127.0.0.1:\(port)")
        return Settings(
            host: text("footbridge.host") ?? "127.0.0.1", port: port, publicAddress: address,
            dataFolder: URL(filePath: text("footbridge.data") ?? "data"),
            postgreSQL: try postgreSQL(text("footbridge.postgresql")),
            readers: try number(reader, "footbridge.readers", standard: 4, within: 1...64),
            writers: try number(reader, "footbridge.writers", standard: 2, within: 1...16),
            behindProxy: try truth(reader, "footbridge.behind_proxy"),
            requestsPerMinute: try number(
                reader, "footbridge.requests_per_minute", standard: 600, within: 10...1_000_000),
            staffIdleMinutes: try number(reader, "footbridge.staff_idle_minutes", standard: 15, within: 1...60),
            studentIdleMinutes: try number(reader, "footbridge.student_idle_minutes", standard: 30, within: 1...120),
            mailServer: try mailServer(text, publicAddress: address), returnMailbox: try returnMailbox(text),
            insideProviders: try hosts(text("footbridge.inside_providers")),
            endpointLine: EndpointLine(
                allowsPrivate: try truth(reader, "footbridge.private_endpoints"),
                authority: try authority("footbridge.endpoint_authority", text)),
            mesh: try mesh(reader, text),
            logLevel: try level(text("footbridge.log_level") ?? "info"),
            metricsToken: try token(text("footbridge.metrics_token"))
        )
    }

    private static func refuseStrangers(_ environment: [String: String]) throws {
        let known = Set(SettingKey.all.map { $0.environmentName } + ["FOOTBRIDGE_CONFIG"])
        let strangers = environment.keys.filter { $0.hasPrefix("FOOTBRIDGE_") && !known.contains($0) }.sorted()
        guard let first = strangers.first else { return }
        throw SettingRefused(
            key: first.lowercased().replacing("footbridge_", with: "footbridge."),
            reason: "is not known; it may be misspelt"
        )
    }
}
