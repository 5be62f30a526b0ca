import Configuration
import Database
import Foundation

/// What may stand in a setting, and what is said of what may not.
extension Settings {
    private static let levels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

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

    static func truth(_ reader: ConfigReader, _ key: String) throws -> Bool {
        guard let typed = reader.string(forKey: ConfigKey(key)) else {
            return reader.bool(forKey: ConfigKey(key)) ?? false
        }
        guard let value = ["true": true, "false": false][typed.lowercased()] else {
            throw SettingRefused(key: key, reason: "must be true or false")
        }
        return value
    }

    static func publicAddress(_ typed: String) throws -> URL {
        let key = "footbridge.public_address"
        guard let url = URL(string: typed), let host = url.host(), ["http", "https"].contains(url.scheme) else {
            throw SettingRefused(key: key, reason: "must be an address such as https://footbridge.example.ac.uk")
        }
        guard url.scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) else {
            throw SettingRefused(key: key, reason: "must begin with https:// (students' records cross the network)")
        }
        return url
    }

    static func postgreSQL(_ typed: String?) throws -> PostgreSQLAddress? {
        guard let typed, !typed.isEmpty else { return nil }
        do { return try PostgreSQLAddress(typed) } catch let fault as AddressFault {
            throw SettingRefused(
                key: "footbridge.postgresql",
                reason: "cannot be read by libpq: \(fault.reason.trimmingCharacters(in: .whitespacesAndNewlines))")
        }
    }

    static func hosts(_ typed: String?) throws -> Set<String> {
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

    static func token(_ typed: String?) throws -> String? {
        guard let typed else { return nil }
        guard typed.count >= 32,
            typed.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._~+/=".contains($0)) })
        else {
            throw SettingRefused(
                key: "footbridge.metrics_token", reason: "must be 32 letters and digits or more, without spaces")
        }
        return typed
    }

    static func level(_ typed: String) throws -> String {
        guard levels.contains(typed.lowercased()) else {
            throw SettingRefused(
                key: "footbridge.log_level", reason: "must be one of \(levels.joined(separator: ", "))")
        }
        return typed.lowercased()
    }
}
