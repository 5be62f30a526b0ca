import Foundation
import Vocabulary

/// A table that grows for ever, which PostgreSQL keeps in parts (docs/adr/0021-parts-of-large-tables.md).
struct LargeTable: Sendable {
    /// What tells in which part a row belongs.
    enum Key: Sendable {
        /// The id of an exchange (UUID version 7), which begins with the moment when it was made: a part for each month.
        case exchange
        /// A number that counts up: a part for so many.
        case number(each: Int)
    }

    let name: String
    let key: Key

    static let all = [
        LargeTable(name: "exchange_event", key: .exchange), LargeTable(name: "exchange_content", key: .exchange),
        LargeTable(name: "exchange_request", key: .exchange), LargeTable(name: "exchange_checklist", key: .exchange),
        LargeTable(name: "message", key: .exchange), LargeTable(name: "audit_entry", key: .number(each: 2_000_000)),
    ]

    var column: String {
        switch key {
        case .exchange: "exchange_id"
        case .number: "seq"
        }
    }

    /// The parts that are to follow one that ends at `edge`, so that what comes soon finds its own.
    /// - Parameters:
    ///   - edge: as PostgreSQL gives it back.
    ///   - most: how many months at most.
    ///   - last: the highest number that was handed out.
    func parts(after edge: String, at now: Date, months most: Int, last: Int) -> [TablePart] {
        switch key {
        case .exchange: Month(beginning: edge).map { months(from: $0, at: now, most) } ?? []
        case .number(let each): Int(edge).map { numbers(from: $0, each, last: last) } ?? []
        }
    }

    /// Three months ahead: a process that is not started anew for as long still has where to write.
    private func months(from first: Month, at now: Date, _ most: Int) -> [TablePart] {
        let horizon = Month(of: now).next.next.next
        return sequence(first: first, next: \.next).prefix(most).prefix { $0 <= horizon }.map { month in
            TablePart(of: self, name: "\(name)_\(month.name)", from: month.firstID, to: month.next.firstID)
        }
    }

    private func numbers(from first: Int, _ each: Int, last: Int) -> [TablePart] {
        stride(from: first, to: last + 2 * each, by: each).map { from in
            TablePart(of: self, name: "\(name)_\(from)", from: String(from), to: String(from + each))
        }
    }
}

/// A month in universal time.
private struct Month: Comparable {
    let year: Int
    let number: Int

    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    init(of moment: Date) {
        let parts = Self.calendar.dateComponents([.year, .month], from: moment)
        (year, number) = (parts.year ?? 0, parts.month ?? 1)
    }

    /// - Parameter edge: the first id of the month.
    init?(beginning edge: String) {
        guard let milliseconds = Int(edge.replacing("-", with: "").prefix(12), radix: 16) else { return nil }
        self.init(of: Date(timeIntervalSince1970: Double(milliseconds) / 1000))
    }

    private init(year: Int, number: Int) { (self.year, self.number) = (year, number) }

    var next: Month { number == 12 ? Month(year: year + 1, number: 1) : Month(year: year, number: number + 1) }

    var name: String { "\(year)_\(number < 10 ? "0" : "")\(number)" }

    /// No id of the month is lower: `0193b9a2-9c00`.
    var firstID: String {
        ExchangeID.beginning(
            at: Self.calendar.date(from: DateComponents(year: year, month: number)) ?? .distantPast)
    }

    static func < (one: Month, other: Month) -> Bool { (one.year, one.number) < (other.year, other.number) }
}
