import Database
import Foundation
import Vocabulary

extension ExchangeEvent {
    /// The events of some exchanges, each in its order. Without `keys` what people wrote is left sealed, which a list
    /// of exchanges never needs.
    static func read(
        of ids: [ExchangeID], keys: KeyRing?, in database: any Reading
    ) throws -> [ExchangeID: [ExchangeEvent]] {
        if ids.isEmpty { return [:] }
        let rows = try database.rows(
            "SELECT * FROM exchange_event WHERE exchange_id IN (\(list: ids)) ORDER BY exchange_id, seq"
        )
        var events: [ExchangeID: [ExchangeEvent]] = [:]
        for row in rows { events[try row("exchange_id"), default: []].append(try ExchangeEvent(row, keys)) }
        return events
    }

    private init(_ row: Row, _ keys: KeyRing?) throws {
        let detail: String = try row("detail")
        let sealed: Data? = try row("words_sealed")
        self.init(
            try row("kind"), at: try row("at"), accountID: try row("account_id"),
            organisationID: try row("organisation_id"),
            detail: detail == "{}" ? Detail() : try KeptJSON.read(from: detail, dates: Self.dates),
            words: try keys.flatMap { keys in try sealed.map { try Words(sealed: $0, keys) } } ?? Words()
        )
    }

    func insert(into exchange: ExchangeID, seq: Int, keys: KeyRing, in database: any Writing) throws {
        let json = try KeptJSON.text(detail, dates: Self.dates)
        try database.execute(
            """
            INSERT INTO exchange_event (id, exchange_id, seq, kind, at, account_id, organisation_id, detail, words_sealed)
            VALUES (\(ExchangeEventID(at: at)), \(exchange), \(seq), \(kind), \(at), \(accountID), \(organisationID),
                \(json), \(words.sealed(keys)))
            """
        )
    }

    private static let dates = KeptJSON.DateForm.millisecondsSince1970
}

extension ExchangeEvent.Words {
    private static let context = "exchange_event.words"

    fileprivate init(sealed: Data, _ keys: KeyRing) throws {
        self = try KeptJSON.read(from: try keys.open(sealed, Self.context))
    }

    /// `nil` where nobody wrote anything.
    fileprivate func sealed(_ keys: KeyRing) throws -> Data? {
        if self == Self() { return nil }
        return try keys.seal(try KeptJSON.text(self), Self.context)
    }
}
