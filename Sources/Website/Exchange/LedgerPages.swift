import Exchange
import Foundation
import Vocabulary

/// The manager's ledger: what nobody answered, what ended without contact, what was late; on screen and as a file.
public struct LedgerPages: Feature {
    let exchanges: ExchangeStore

    public init(exchanges: ExchangeStore) { self.exchanges = exchanges }

    public func routes(_ site: inout RouteTable) {
        site.get("/ledger", needs: .readLedger, show)
        site.get("/ledger.csv", needs: .readLedger, download)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.readLedger) ? [NavigationItem("Ledger", "/ledger")] : []
    }

    private func show(_ visit: Visit) async throws -> Answer {
        let query = LedgerQuery(visit.query, at: visit.now)
        let ledger = try await exchanges.ledger(query.filter, after: visit.query["after"], as: visit.actor)
        let page = LedgerPage(ledger, query, role: visit.session?.membership, at: visit.now)
        return .form("exchange/ledger", page, title: "Ledger", query.faults)
    }

    /// Everything that the filter finds, up to 10,000 lines.
    private func download(_ visit: Visit) async throws -> Answer {
        let query = LedgerQuery(visit.query, at: visit.now)
        guard query.faults.all.isEmpty else { throw InvalidInput(query.faults.all) }
        let ledger = try await exchanges.ledger(query.filter, most: 10_000, as: visit.actor)
        return .csv(LedgerFile.text(ledger.rows), fileName: "ledger-\(query.filter.from)-to-\(query.filter.to).csv")
    }
}

/// The ledger's filter as it stands in the address.
struct LedgerQuery: Sendable {
    let filter: LedgerFilter
    let faults: FieldFaults
    let from: String
    let to: String

    init(_ query: Form, at now: Date) {
        let recent = LedgerFilter.recent(at: now)
        (from, to) = (query["from"] ?? recent.from.description, query["to"] ?? recent.to.description)
        let (first, last) = (CalendarDate(typed: from), CalendarDate(typed: to))
        var found: [FieldFault] = []
        if first == nil { found.append(FieldFault("from", "Enter the first day, for example 1/11/2026.")) }
        if last == nil { found.append(FieldFault("to", "Enter the last day, for example 30/11/2026.")) }
        if let first, let last, last < first {
            found.append(FieldFault("to", "The last day must not be before the first."))
        }
        filter = LedgerFilter(
            from: found.isEmpty ? first ?? recent.from : recent.from, to: found.isEmpty ? last ?? recent.to : recent.to,
            finding: query["finding"].flatMap(LedgerFinding.init), side: query["side"].flatMap(ExchangeSide.init))
        faults = found.isEmpty ? FieldFaults() : FieldFaults(InvalidInput(found))
    }

    /// The same filter with another finding.
    func address(_ path: String, finding: LedgerFinding?, after: String? = nil) -> String {
        let fields = [
            ("from", filter.from.description), ("to", filter.to.description), ("side", filter.side?.rawValue),
            ("finding", finding?.rawValue), ("after", after),
        ].compactMap { name, value in value.map { "\(name)=\($0.urlEncoded)" } }
        return "\(path)?\(fields.joined(separator: "&"))"
    }
}
