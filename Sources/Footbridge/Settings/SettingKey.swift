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
