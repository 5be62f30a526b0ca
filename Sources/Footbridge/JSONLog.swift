import Foundation
import Logging
import Vocabulary

/// Writes each log entry as one line of JSON to standard error.
struct JSONLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let label: String

    /// Makes every logger of the process write this way. Called once, by the command that serves.
    static func begin(_ settings: Settings) {
        let level = Logger.Level(rawValue: settings.logLevel) ?? .info
        LoggingSystem.bootstrap { JSONLog(logLevel: level, label: $0) }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        fields["at"] = Date().formatted(.iso8601)
        fields["level"] = "\(event.level)"
        fields["message"] = "\(event.message)"
        fields["from"] = label
        FileHandle.standardError.write(Data("\(FlatJSON.text(fields))\n".utf8))
    }
}
