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

/// A setting with a value that cannot be used; the program does not start.
struct SettingRefused: Error, CustomStringConvertible {
    let key: String
    let reason: String

    var description: String {
        "The setting \(key) (environment \(SettingKey.environmentName(of: key))) \(reason)."
    }
}

/// One thing that can be set: its key, what it is when nobody sets it, and what it means.
struct SettingKey: Sendable {
    let name: String
    let standard: String
    let meaning: String

    var environmentName: String { Self.environmentName(of: name) }

    static func environmentName(of key: String) -> String { key.uppercased().replacing(".", with: "_") }

    static let all = general + mesh

    private static let general: [SettingKey] = [
        SettingKey(name: "footbridge.host", standard: "127.0.0.1", meaning: "Address the server listens on."),
        SettingKey(name: "footbridge.port", standard: "8080", meaning: "Port the server listens on, 0 to 65535."),
        SettingKey(
            name: "footbridge.public_address", standard: "http://127.0.0.1:<port>",
            meaning: "How people reach the site. https, unless it is this machine."
        ),
        SettingKey(name: "footbridge.data", standard: "./data", meaning: "Folder of the database and the key ring."),
        SettingKey(
            name: "footbridge.postgresql", standard: "SQLite in the data folder",
            meaning: "A PostgreSQL, as libpq writes it: host=a,b dbname=footbridge user=footbridge sslmode=verify-full."
        ),
        SettingKey(
            name: "footbridge.readers", standard: "4",
            meaning: "Connections that a process reads PostgreSQL by, 1 to 64."
        ),
        SettingKey(
            name: "footbridge.writers", standard: "2",
            meaning: "Connections that a process writes PostgreSQL by, 1 to 16; each commits what waits together."
        ),
        SettingKey(
            name: "footbridge.behind_proxy", standard: "false",
            meaning: "true where a proxy of yours sets X-Forwarded-For; anybody else could forge it."
        ),
        SettingKey(
            name: "footbridge.requests_per_minute", standard: "600",
            meaning: "Requests that one network address may make in a minute, 10 to 1000000."
        ),
        SettingKey(
            name: "footbridge.staff_idle_minutes", standard: "15",
            meaning: "Minutes without a sign of life after which staff are signed out, 1 to 60."
        ),
        SettingKey(
            name: "footbridge.student_idle_minutes", standard: "30",
            meaning: "The same for students, 1 to 120."
        ),
        SettingKey(
            name: "footbridge.smtp", standard: "no e-mails",
            meaning: "The mail server: smtp://mail.example.ac.uk:587 (with STARTTLS) or smtps://mail.example.ac.uk:465."
        ),
        SettingKey(name: "footbridge.smtp_user", standard: "not set", meaning: "Who to sign in to it as."),
        SettingKey(name: "footbridge.smtp_password", standard: "not set", meaning: "With which password."),
        SettingKey(
            name: "footbridge.smtp_authority", standard: "the system's",
            meaning: "A file of certificates to trust in its place, for a mail server with one of your own."
        ),
        SettingKey(
            name: "footbridge.mail_from", standard: "footbridge@ the public address",
            meaning: "The address that e-mails come from."
        ),
        SettingKey(
            name: "footbridge.mail_returns", standard: "not set",
            meaning: "The mailbox whose e-mails come to footbridge mail returned: bounces@example.ac.uk."
        ),
        SettingKey(
            name: "footbridge.inside_providers", standard: "none",
            meaning:
                "Hosts inside your network, of sign-in providers and of record systems that publish keys, with commas between: sso.example.ac.uk,login.example.ac.uk:8443."
        ),
        SettingKey(
            name: "footbridge.private_endpoints", standard: "false",
            meaning: "true lets the systems that are told be inside your own network, and on http:// there."
        ),
        SettingKey(
            name: "footbridge.endpoint_authority", standard: "the system's",
            meaning: "A file of certificates to trust in its place, for systems with one of your own."
        ),
        SettingKey(
            name: "footbridge.log_level", standard: "info",
            meaning: "trace, debug, info, notice, warning, error or critical."
        ),
        SettingKey(
            name: "footbridge.metrics_token", standard: "not set",
            meaning: "What a monitoring system on another machine has to show for /metrics: 32 characters or more."
        ),
    ]
}

extension Settings {
    private static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

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

    static func number(
        _ reader: ConfigReader, _ key: String, standard: Int, within range: ClosedRange<Int>
    ) throws -> Int {
        // A file may hold numbers and truth values as such; the environment holds text only.
        guard let typed = reader.string(forKey: ConfigKey(key)) ?? reader.int(forKey: ConfigKey(key)).map(String.init)
        else { return standard }
        guard let number = Int(typed), range.contains(number) else {
            throw SettingRefused(
                key: key, reason: "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func truth(_ reader: ConfigReader, _ key: String) throws -> Bool {
        guard let typed = reader.string(forKey: ConfigKey(key)) else {
            return reader.bool(forKey: ConfigKey(key)) ?? false
        }
        guard let value = ["true": true, "false": false][typed.lowercased()] else {
            throw SettingRefused(key: key, reason: "must be true or false")
        }
        return value
    }

    private static func publicAddress(_ typed: String) throws -> URL {
        let key = "footbridge.public_address"
        guard let url = URL(string: typed), let host = url.host(), ["http", "https"].contains(url.scheme) else {
            throw SettingRefused(key: key, reason: "must be an address such as https://footbridge.example.ac.uk")
        }
        guard url.scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) else {
            throw SettingRefused(key: key, reason: "must begin with https:// (students' records cross the network)")
        }
        return url
    }

    private static func postgreSQL(_ typed: String?) throws -> PostgreSQLAddress? {
        guard let typed, !typed.isEmpty else { return nil }
        do { return try PostgreSQLAddress(typed) } catch let fault as AddressFault {
            throw SettingRefused(
                key: "footbridge.postgresql",
                reason: "cannot be read by libpq: \(fault.reason.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
    }

    private static func hosts(_ typed: String?) throws -> Set<String> {
        let hosts = (typed ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
        let isHost = { (host: String) in
            host.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-.:".contains($0)) }
        }
        guard hosts.allSatisfy(isHost) else {
            throw SettingRefused(
                key: "footbridge.inside_providers", reason: "must be names of hosts with commas between, and no more")
        }
        return Set(hosts)
    }

    private static func token(_ typed: String?) throws -> String? {
        guard let typed else { return nil }
        guard typed.count >= 32,
            typed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+/=".contains($0)) })
        else {
            throw SettingRefused(
                key: "footbridge.metrics_token", reason: "must be 32 letters and digits or more, without spaces")
        }
        return typed
    }

    private static func level(_ typed: String) throws -> String {
        guard levels.contains(typed.lowercased()) else {
            throw SettingRefused(
                key: "footbridge.log_level", reason: "must be one of \(levels.joined(separator: ", "))")
        }
        return typed.lowercased()
    }
}
