import Crypto
import Foundation
import Vocabulary

/// What had reached its time for one organisation when the report was made; it names no student. Only what stands in it can
/// be removed by it, and only within a week.
public struct RetentionReport: Sendable, Identifiable {
    public let id: RetentionReportID
    public let madeByName: String
    public let madeAt: Date
    /// For how many years the organisation kept exchanges at that time.
    public let years: Int
    public let items: [Item]
    /// Sent long enough ago, and stay because of a legal hold.
    public let held: Int
    /// Sent long enough ago, and stay for another reason than their time.
    public let waiting: Int
    /// There is more than one report can hold: the oldest are in it.
    public let hasMore: Bool
    /// Of the ids, so that what is confirmed is what was read.
    public let digest: String
    public let confirmed: Confirmation?
    /// When the removal that was asked for had come to its end.
    public let finishedAt: Date?

    public struct Item: Sendable, Identifiable {
        public let id: ExchangeID
        /// `nil` once the organisation no longer has it.
        public let reference: String?
        public let kind: ExchangeKind
        public let lastContactAt: Date
        public let outcome: Outcome?
    }

    public enum Outcome: Sendable, Equatable {
        /// Gone for the own organisation; the other side still keeps it.
        case released
        case removed
        case left(KeptBecause)
    }

    public struct Confirmation: Sendable {
        public let byName: String
        public let at: Date
        public let reasons: String
    }

    /// Items at most; more than that nobody reads.
    static let most = 1_000
    static let lifetime: TimeInterval = 7 * 24 * 3600

    public var expiresAt: Date { madeAt.addingTimeInterval(Self.lifetime) }

    /// Whether what stands in it can still be removed by it.
    public func isOpen(at now: Date) -> Bool { confirmed == nil && now < expiresAt && !items.isEmpty }

    /// SHA-256 over the ids in their order.
    static func digest(of ids: [ExchangeID]) -> String {
        Hex.text(SHA256.hash(data: Data(ids.map(\.rawValue).joined(separator: "\n").utf8)))
    }
}

extension RetentionReport.Outcome {
    /// As it is kept in a column.
    var stored: String {
        switch self {
        case .released: "released"
        case .removed: "removed"
        case .left(let reason): reason.rawValue
        }
    }

    init?(stored: String) {
        switch stored {
        case "released": self = .released
        case "removed": self = .removed
        default:
            guard let reason = KeptBecause(rawValue: stored) else { return nil }
            self = .left(reason)
        }
    }
}
