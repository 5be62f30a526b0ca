import Foundation
import Vocabulary

/// What a manager looks for in what was sent and received.
public enum LedgerFinding: String, Sendable, CaseIterable {
    case unanswered, withoutContact, overdue, open

    public var title: String {
        switch self {
        case .unanswered: "Nobody answered"
        case .withoutContact: "Ended without contact"
        case .overdue: "Was, or is, overdue"
        case .open: "Still open"
        }
    }

    public var explanation: String {
        switch self {
        case .unanswered: "The time to acknowledge has passed, and no named person has."
        case .withoutContact: "It ended, contact was asked for, and nobody recorded reaching the student."
        case .overdue: "Acknowledging, reaching the student or closing took longer than promised."
        case .open: "It has no end state yet."
        }
    }
}

/// Which part of the ledger is looked at. Days are days in the United Kingdom, both included.
public struct LedgerFilter: Sendable, Equatable {
    public var from: CalendarDate
    public var to: CalendarDate
    /// `nil` lists every exchange.
    public var finding: LedgerFinding?
    /// `nil` takes both what was sent and what was received.
    public var side: ExchangeSide?

    public init(from: CalendarDate, to: CalendarDate, finding: LedgerFinding? = nil, side: ExchangeSide? = nil) {
        (self.from, self.to, self.finding, self.side) = (from, to, finding, side)
    }

    /// The last 30 days.
    public static func recent(at now: Date) -> LedgerFilter {
        let today = CalendarDate(now)
        return LedgerFilter(from: today.adding(days: -29), to: today)
    }
}

/// What was sent and received in a period, and what became of it. It names no student.
public struct Ledger: Sendable {
    public let filter: LedgerFilter
    public let rows: [LedgerRow]
    public let next: String?
    /// How many exchanges of the period have each finding.
    public let counts: [LedgerFinding: Int]
    public let total: Int
    /// Contacts of the period after which nothing was sent, by reason.
    public let notShared: [NotShared]

    public struct NotShared: Sendable, Equatable {
        public let reason: String
        public let count: Int
    }
}

/// One exchange in the ledger.
public struct LedgerRow: Sendable, Identifiable {
    public let facts: ExchangeFacts
    public let state: ExchangeState
    public let senderName: String
    public let senderTeam: String?
    public let recipientName: String
    /// Of the team that has it now, or had it last; `nil` where the recipient has none in Footbridge.
    public let recipientTeam: String?
    public let side: ExchangeSide
    /// Of everybody who took it on or looks out for the student.
    public let names: [AccountID: String]
    public let readAt: Date

    public var id: ExchangeID { facts.id }

    /// Who took it on; `nil` while nobody has.
    public var caseWorker: String? { state.assigneeID.map { names[$0] ?? "Someone who has left" } }

    /// Who looks out for the student: `Maya Cole, University of Leeds`.
    public var holder: String? {
        state.holder.map { holder in
            let person = holder.named ?? holder.accountID.flatMap { names[$0] }
            let organisation = holder.organisationID == facts.senderOrganisationID ? senderName : recipientName
            return [person, organisation].compactMap(\.self).joined(separator: ", ")
        }
    }

    /// Each clock that was, or is, late.
    public var lateness: [Lateness] {
        let stopped = state.consentWithdrawnAt.map { withdrawn in
            state.overdueAtWithdrawal.map { Lateness($0.clock, $0.lateness(at: withdrawn), until: .withdrawal) }
        }
        let others = state.clocks.map {
            Lateness($0.clock, $0.lateness(at: readAt), until: $0.done == nil ? .now : .done)
        }
        return ((stopped ?? []) + others).filter { $0.clock != .opened && $0.seconds > 0 }
    }
}

/// By how much one clock was, or is, late.
public struct Lateness: Sendable, Equatable {
    public let clock: ExchangeClock
    public let seconds: TimeInterval
    public let until: End

    init(_ clock: ExchangeClock, _ seconds: TimeInterval, until: End) {
        (self.clock, self.seconds, self.until) = (clock, seconds, until)
    }

    /// What ended it: that it happened, or that the student withdrew consent, so that it was waited for no more.
    public enum End: Sendable { case now, done, withdrawal }
}
