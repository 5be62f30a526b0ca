import Accounts
import Exchange
import Foundation
import Vocabulary

/// A period's exchanges and what became of them. No student is named here.
struct LedgerPage: Sendable {
    /// Whose it is: `Student Wellbeing, University of Leeds`.
    let whose: String?
    /// The organisation, of which all is counted at the end, where the rest is one team's.
    let countedIn: String?
    let errorSummary: ErrorSummary?
    let from: TextField
    let to: TextField
    let side: SelectField
    let finding: String?
    let tabs: [ListTab]
    let explanation: String?
    let rows: [Line]
    let isEmpty: Bool
    let olderLink: String?
    let fileLink: String
    let notShared: [NotShared]
    let hasNotShared: Bool

    struct NotShared: Sendable {
        let reason: String
        let count: Int
    }

    struct Line: Sendable {
        let id: String
        let reference: String
        let kind: String
        let sentAt: String
        let from: String
        let to: String
        let standing: String
        let late: String
    }

    /// - Parameter role: in which the reader has signed in.
    init(_ ledger: Ledger, _ query: LedgerQuery, role: Membership?, at now: Date) {
        let filter = query.filter
        let organisation = role?.organisationName
        whose = organisation.map { "\(role?.serviceName ?? "All teams"), \($0)" }
        countedIn = role?.serviceID == nil ? nil : organisation
        errorSummary = query.faults.summary
        from = TextField(
            "from", label: "From", value: query.from, error: query.faults["from"], width: .ten, isInAddress: true)
        to = TextField("to", label: "To", value: query.to, error: query.faults["to"], width: .ten, isInAddress: true)
        let sides = [("", "Sent and received"), ("sender", "Sent"), ("recipient", "Received")]
        side = SelectField("side", label: "Which", sides, chosen: filter.side?.rawValue)
        finding = filter.finding?.rawValue
        let all = ListTab(
            "All", href: query.address("/ledger", finding: nil), count: ledger.total, current: filter.finding == nil)
        tabs =
            [all]
            + LedgerFinding.allCases.map {
                ListTab(
                    $0.title, href: query.address("/ledger", finding: $0), count: ledger.counts[$0],
                    current: $0 == filter.finding)
            }
        explanation = filter.finding?.explanation
        rows = ledger.rows.map { Line($0, at: now) }
        isEmpty = rows.isEmpty
        olderLink = ledger.next.map { query.address("/ledger", finding: filter.finding, after: $0) }
        fileLink = query.address("/ledger.csv", finding: filter.finding)
        notShared = ledger.notShared.map { NotShared(reason: $0.words, count: $0.count) }
        hasNotShared = !notShared.isEmpty
    }
}

extension LedgerPage.Line {
    init(_ row: LedgerRow, at now: Date) {
        (id, reference, kind) = (row.id.rawValue, row.facts.reference, row.facts.kind.title)
        sentAt = UKTime.short(row.facts.sentAt, now: now)
        from = [row.senderTeam, row.senderName].compactMap(\.self).joined(separator: ", ")
        to = [row.recipientTeam, row.recipientName].compactMap(\.self).joined(separator: ", ")
        standing = row.standing
        late = row.latenessWords
    }
}

extension LedgerRow {
    /// How it ended, or where it stands; and that the student withdrew consent, where that does not say so.
    var standing: String {
        let words = state.outcome?.title ?? state.headline
        let isUnsaid = state.consentWithdrawnAt != nil && state.outcome != .consentWithdrawn
        return words + (isUnsaid ? "; consent withdrawn" : "")
    }

    /// Each clock that was late, and by how much.
    var latenessWords: String {
        lateness.map { late in
            let length = UKTime.length(late.seconds)
            return switch late.until {
            case .done: "\(late.clock.title) \(length) late"
            case .now: "\(late.clock.awaited) \(length) overdue"
            case .withdrawal: "\(late.clock.awaited) \(length) overdue until consent was withdrawn"
            }
        }.joined(separator: "; ")
    }
}

extension ExchangeClock {
    /// What has yet to happen, as the beginning of "… 2 hours overdue".
    fileprivate var awaited: String {
        switch self {
        case .opened: "Opening"
        case .acknowledged: "Acknowledgement"
        case .contacted: "Contact"
        case .closed: "Closing"
        }
    }
}

extension Ledger.NotShared {
    /// The reason in words.
    var words: String { UnsharedReason(rawValue: reason)?.title ?? reason }
}

/// The ledger as a file for a spreadsheet.
enum LedgerFile {
    static func text(_ rows: [LedgerRow]) -> String {
        let heads = [
            "reference", "kind", "urgency", "from", "to", "sent (UTC)", "opened (UTC)", "acknowledged (UTC)",
            "student contacted (UTC)", "ended (UTC)", "standing", "late", "case worker", "holder",
            "from team", "to team",
        ]
        let lines = rows.map { row in
            let stamps = [ExchangeState.Milestone.sent, .opened, .acknowledged, .contacted, .ended].map {
                row.state.first($0).map { $0.at.formatted(.iso8601) } ?? ""
            }
            let facts = row.facts
            return [facts.reference, facts.kind.title, facts.urgency.title, row.senderName, row.recipientName] + stamps
                + [row.standing, row.latenessWords]
                + [row.caseWorker ?? "", row.holder ?? "", row.senderTeam ?? "", row.recipientTeam ?? ""]
        }
        return ([heads] + lines).map { $0.map(quoted).joined(separator: ",") }.joined(separator: "\r\n") + "\r\n"
    }

    /// A cell that begins like a formula is made plain, so that a spreadsheet does not run it.
    private static func quoted(_ cell: String) -> String {
        let plain = cell.first.map { "=+-@\t".contains($0) } == true ? "'" + cell : cell
        return "\"\(plain.replacing("\"", with: "\"\""))\""
    }
}

extension LedgerPage.Line: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "id": id
        case "reference": reference
        case "kind": kind
        case "sentAt": sentAt
        case "from": from
        case "to": to
        case "standing": standing
        case "late": late
        default: nil
        }
    }
}
