import FHIR
import Foundation
import HTTPTypes
import Hummingbird

extension FHIRAnswer {
    /// One resource, with its version; or the news that nothing has changed.
    init(_ served: Served, as shape: ResourceShape, of kind: ServedResource, for headers: HTTPFields) {
        let isKnown = ETag.list(headers[.ifNoneMatch] ?? "").contains { [served.version, ETag.any].contains($0) }
        let whole = shape.applied(to: served.resource, of: kind)
        self.init(isKnown ? nil : whole, status: isKnown ? .notModified : .ok)
        self.headers = Self.version(of: served)
    }

    static func version(of served: Served) -> HTTPFields {
        var fields: HTTPFields = [.eTag: ETag.text(served.version)]
        if let changedAt = served.changedAt { fields[.lastModified] = HTTPTime.text(changedAt) }
        return fields
    }
}

/// Weak tags: two answers of one version say the same, though not byte for byte
/// (http://hl7.org/fhir/R4/http.html#versioning).
enum ETag {
    static func text(_ version: String) -> String { "W/\"\(version)\"" }

    /// What stands for whichever version there is (RFC 9110, section 13.1.2).
    static let any = "*"

    /// The versions that a header names.
    static func list(_ header: String) -> [String] {
        header.split(separator: ",").map(\.trimmed).map { tag in
            let bare = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
            return bare.trimmingCharacters(in: ["\""])
        }
    }
}

/// Times as HTTP writes them (RFC 9110, section 5.6.7): `Mon, 23 Nov 2026 09:15:00 GMT`.
enum HTTPTime {
    static func text(_ date: Date) -> String {
        var style = Date.FormatStyle(locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt)
        style.calendar = Calendar(identifier: .gregorian)
        let weekday = date.formatted(style.weekday(.abbreviated))
        let month = date.formatted(style.month(.abbreviated))
        // 2026-11-23T09:15:00Z
        let parts = FHIRTime.instant(date).split(whereSeparator: { "-TZ".contains($0) })
        return "\(weekday), \(parts[2]) \(month) \(parts[0]) \(parts[3]) GMT"
    }
}

extension FHIRTime {
    /// To the millisecond, which is what is stored: whoever asks for what changed later misses nothing of the same
    /// second.
    static func exact(_ date: Date) -> String {
        let millisecond = Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000 + 0.000_1)
        return millisecond.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
