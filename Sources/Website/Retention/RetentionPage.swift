import Exchange
import Foundation
import Vocabulary

struct RetentionPage: Sendable {
    let isNHS: Bool
    /// `6 years`
    let years: String
    let isDefault: Bool
    let yearsField: TextField
    let holds: [Hold]
    let hasHolds: Bool
    let overdue: Int
    let hasOverdue: Bool
    let reports: [Report]
    let hasReports: Bool
    let errorSummary: ErrorSummary?

    struct Hold: Sendable {
        let id: String
        let reference: String
        let reason: String
        let review: String
        let placed: String
        let badge: String
        let kind: String
    }

    struct Report: Sendable {
        let id: String
        let title: String
        let what: String
        let badge: String
        let kind: String
    }

    init(
        _ policy: RetentionPolicy, _ holds: [LegalHold], _ reports: [RetentionReport], typed: String?,
        faults: FieldFaults, at now: Date
    ) {
        (isNHS, years, isDefault) = (policy.isNHS, UKTime.count(policy.years, "year"), policy.isDefault)
        yearsField = TextField(
            "years", label: "Years after the last entry", value: typed ?? "\(policy.years)",
            hint: "From 1 to 20. What is written in your own retention schedule.", error: faults["years"],
            kind: .number, width: .two)
        self.holds = holds.map { Hold($0, at: now) }
        overdue = holds.filter { $0.isOverdue(on: CalendarDate(now)) }.count
        self.reports = reports.map { Report($0, at: now) }
        (hasHolds, hasOverdue, hasReports) = (!holds.isEmpty, overdue > 0, !reports.isEmpty)
        errorSummary = faults.summary
    }
}

extension RetentionPage.Hold {
    init(_ hold: LegalHold, at now: Date) {
        (id, reference, reason) = (hold.id.rawValue, hold.reference, hold.reason)
        placed = "Placed by \(hold.placedByName), \(UKTime.short(hold.placedAt, now: now))"
        let isOverdue = hold.isOverdue(on: CalendarDate(now))
        review = "\(isOverdue ? "Was to be looked at on" : "Look at it again on") \(hold.reviewOn.spoken)"
        (badge, kind) = isOverdue ? ("Review overdue", "overdue") : ("On hold", "calm")
    }
}

extension RetentionPage.Report {
    init(_ report: RetentionReport, at now: Date) {
        id = report.id.rawValue
        title = "Report of \(UKTime.short(report.madeAt, now: now)), by \(report.madeByName)"
        let count = UKTime.count(report.items.count, "exchange")
        if let confirmed = report.confirmed {
            let gone = report.items.filter { $0.outcome == .released || $0.outcome == .removed }.count
            what = "\(confirmed.byName) removed \(gone) of \(count), \(UKTime.short(confirmed.at, now: now))."
            (badge, kind) = report.finishedAt == nil ? ("Under way", "soon") : ("Done", "done")
            return
        }
        what = "\(count) had reached their time; nothing was removed."
        (badge, kind) =
            report.items.isEmpty
            ? ("Nothing to remove", "closed")
            : report.isOpen(at: now) ? ("Waits for your decision", "new") : ("Too old", "closed")
    }
}
