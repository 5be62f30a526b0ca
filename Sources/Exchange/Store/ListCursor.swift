import Database
import Foundation
import Vocabulary

/// Where a page of a list ended.
struct ListCursor {
    let at: Date
    let id: ExchangeID

    init(at: Date, id: ExchangeID) { (self.at, self.id) = (at, id) }

    /// Reads what `text` wrote; `nil` for anything else, so that an old link begins at the top.
    init?(_ text: String) {
        let parts = text.split(separator: "~")
        guard parts.count == 2, let milliseconds = Int64(parts[0]), let id = ExchangeID(String(parts[1])) else {
            return nil
        }
        (at, self.id) = (Date(timeIntervalSince1970: Double(milliseconds) / 1000), id)
    }

    var text: String { "\(Int64((at.timeIntervalSince1970 * 1000).rounded()))~\(id)" }
}

/// Which comes first in a list by a time; where two have the same, their ids decide in the same way.
enum ListOrder {
    case earliestFirst, latestFirst

    /// `AND` what comes behind the end of the page before; nothing where there was none.
    func behind(_ cursor: ListCursor?, _ time: SQL, _ id: SQL = "e.id") -> SQL {
        guard let cursor else { return "" }
        let (onwards, beyond): (SQL, SQL) = self == .earliestFirst ? (">=", ">") : ("<=", "<")
        return """
            AND \(sql: time) \(sql: onwards) \(cursor.at)
                AND (\(sql: time) \(sql: beyond) \(cursor.at) OR \(sql: id) \(sql: beyond) \(cursor.id))
            """
    }
}
