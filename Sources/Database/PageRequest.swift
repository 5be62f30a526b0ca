/// Which rows of a long list are wanted. A page begins after a row, never at a number: rows that arrive meanwhile move
/// none of the others, so that nothing is left out and nothing comes twice.
public struct PageRequest: Sendable {
    public var after: Place?
    /// The most rows that are given; 0 only counts.
    public var most: Int
    public var isDescending: Bool

    public init(after: Place? = nil, most: Int = 20, isDescending: Bool = false) {
        (self.after, self.most, self.isDescending) = (after, most, isDescending)
    }

    /// A row's place in the order of a list: what it is sorted by, and its id.
    public struct Place: Sendable, Equatable, Codable {
        public let key: Key
        public let id: String

        public init(key: Key, id: String) { (self.key, self.id) = (key, id) }
    }

    /// What a list is sorted by.
    public enum Key: Sendable, Equatable, Codable {
        case text(String)
        /// In milliseconds since 1970.
        case moment(Int64)
    }
}

/// The rows of one page, and how many there are on all of them.
public struct PageOf<Item: Sendable>: Sendable {
    public let items: [Item]
    /// As of the moment at which the page was read.
    public let total: Int
    /// Where the next page begins; `nil` on the last.
    public let next: PageRequest.Place?

    public init(items: [Item], total: Int, next: PageRequest.Place?) {
        (self.items, self.total, self.next) = (items, total, next)
    }

    public func map<Other>(_ change: (Item) throws -> Other) rethrows -> PageOf<Other> {
        PageOf<Other>(items: try items.map(change), total: total, next: next)
    }
}

extension PageRequest.Key: SQLConvertible {
    public var sqlValue: SQLValue {
        switch self {
        case .text(let text): .text(text)
        case .moment(let milliseconds): .integer(milliseconds)
        }
    }

    public init?(sqlValue: SQLValue) {
        switch sqlValue {
        case .text(let text): self = .text(text)
        case .integer(let milliseconds): self = .moment(milliseconds)
        default: return nil
        }
    }
}

/// A list that can be read page by page.
public struct PagedList: Sendable {
    let columns: SQL
    let source: SQL
    let condition: SQL
    let key: SQL
    let id: SQL

    /// - Parameters:
    ///   - columns: what each row brings.
    ///   - source: table and joins.
    ///   - condition: which rows belong to it; who asks stands in here, so that the total counts no others.
    ///   - key: what it is sorted by. It must not change while somebody turns pages, or only to a later place.
    ///   - id: what tells two rows of the same key apart.
    public init(_ columns: SQL, from source: SQL, where condition: SQL, by key: SQL, id: SQL) {
        (self.columns, self.source, self.condition, self.key, self.id) = (columns, source, condition, key, id)
    }
}

extension Reading {
    /// One page of a list, and the total.
    public func page(_ list: PagedList, _ page: PageRequest) throws -> PageOf<Row> {
        let total = try count(
            "SELECT count(*) AS count FROM \(sql: list.source) WHERE \(sql: list.condition)")
        guard page.most > 0 else { return PageOf(items: [], total: total, next: nil) }
        let direction: SQL = page.isDescending ? "DESC" : "ASC"
        let found = try rows(
            """
            SELECT \(sql: list.columns), \(sql: list.key) AS page_key, \(sql: list.id) AS page_id
            FROM \(sql: list.source) WHERE \(sql: list.condition) \(sql: list.beyond(page))
            ORDER BY page_key \(sql: direction), page_id \(sql: direction) LIMIT \(page.most + 1)
            """
        )
        let shown = Array(found.prefix(page.most))
        guard found.count > page.most, let last = shown.last else {
            return PageOf(items: shown, total: total, next: nil)
        }
        return PageOf(items: shown, total: total, next: .init(key: try last("page_key"), id: try last("page_id")))
    }
}

extension PagedList {
    fileprivate func beyond(_ page: PageRequest) -> SQL {
        guard let after = page.after else { return "" }
        let sign: SQL = page.isDescending ? "<" : ">"
        return "AND (\(sql: key), \(sql: id)) \(sql: sign) (\(after.key), \(after.id))"
    }
}
