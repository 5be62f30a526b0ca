import Foundation

/// What a mail server reports about a letter that it took (RFC 3464).
struct DeliveryReport: Sendable {
    private let recipients: [[(name: String, value: String)]]

    /// How deep a report may lie in another letter: one that was forwarded by a gateway, say.
    private static let depth = 4

    /// - Returns: `nil` for a letter that is no report.
    init?(_ letter: MIMEPart) {
        guard let status = Self.status(in: letter, Self.depth) else { return nil }
        let groups = status.body.split(separator: "\n", omittingEmptySubsequences: false)
            .split { $0.allSatisfy(\.isWhitespace) }.map { MIMEPart.fields($0.joined(separator: "\n")[...]) }
        recipients = groups.filter { $0.contains { $0.name == "action" } }
    }

    private static func status(in part: MIMEPart, _ depth: Int) -> MIMEPart? {
        if part.kind == "multipart/report",
            let found = part.parts.first(where: { $0.kind == "message/delivery-status" })
        {
            return found
        }
        guard depth > 0 else { return nil }
        return part.parts.lazy.compactMap { status(in: $0, depth - 1) }.first
    }

    /// The status (RFC 3463) of a letter that will never arrive: `5.1.1`.
    /// - Returns: `nil` where it is only delayed, or has arrived at one of those to whom a list passed it on.
    var lasting: String? {
        let statuses = recipients.map(Self.lastingStatus)
        return statuses.contains(nil) ? nil : statuses.first ?? nil
    }

    private static func lastingStatus(_ recipient: [(name: String, value: String)]) -> String? {
        let value = { (name: String) in recipient.first { $0.name == name }?.value.lowercased() ?? "" }
        guard value("action").hasPrefix("failed"), let found = value("status").prefixMatch(of: /5\.\d{1,3}\.\d{1,3}/)
        else { return nil }
        return String(found.output)
    }
}
