import Exchange
import Foundation
import Vocabulary

/// One report: counts by month and kind, references, and the button. No names.
struct RetentionReportPage: Sendable {
    let id: String
    let made: String
    let years: String
    /// `3 exchanges`
    let count: String
    let isEmpty: Bool
    let groups: [Group]
    let held: String?
    let waiting: String?
    let hasMore: Bool
    let asked: Asked?
    let form: RemovalForm?
    let isTooOld: Bool
    let errorSummary: ErrorSummary?

    /// The exchanges of one kind whose last entry fell into one month.
    struct Group: Sendable {
        let month: String
        let kind: String
        let count: Int
        let links: [Link]
        let hasLinks: Bool
    }

    struct Link: Sendable {
        let id: String
        let reference: String
    }

    /// The removal that was asked for, and what came of it.
    struct Asked: Sendable {
        let by: String
        let reasons: String
        let isUnderWay: Bool
        let results: [String]
    }

    struct RemovalForm: Sendable {
        let button: String
        let digest: String
        let until: String
        let reasons: TextArea
        let sure: Choices
    }

    init(_ report: RetentionReport, reasons: String?, faults: FieldFaults, at now: Date) {
        id = report.id.rawValue
        made = "\(UKTime.full(report.madeAt)), by \(report.madeByName)"
        years = UKTime.count(report.years, "year")
        (count, isEmpty) = (UKTime.count(report.items.count, "exchange"), report.items.isEmpty)
        groups = Self.groups(report.items)
        held = report.held == 0 ? nil : UKTime.count(report.held, "exchange")
        waiting = report.waiting == 0 ? nil : UKTime.count(report.waiting, "exchange")
        (hasMore, errorSummary) = (report.hasMore, faults.summary)
        asked = report.confirmed.map { Asked($0, report, at: now) }
        form = report.isOpen(at: now) ? RemovalForm(report, reasons, faults, at: now) : nil
        isTooOld = report.confirmed == nil && !report.items.isEmpty && form == nil
    }

    private static func groups(_ items: [RetentionReport.Item]) -> [Group] {
        let sorted = Dictionary(grouping: items) { item in
            let day = CalendarDate(item.lastContactAt)
            return String(format: "%04d-%02d ", day.year, day.month) + item.kind.title
        }.sorted { $0.key < $1.key }
        return sorted.compactMap { _, items in
            guard let first = items.first else { return nil }
            let links = items.compactMap { item in
                item.reference.map { Link(id: item.id.rawValue, reference: $0) }
            }
            return Group(
                month: CalendarDate(first.lastContactAt).spoken.split(separator: " ").dropFirst().joined(
                    separator: " "),
                kind: first.kind.title, count: items.count, links: links, hasLinks: !links.isEmpty)
        }
    }
}

extension RetentionReportPage.Asked {
    init(_ confirmed: RetentionReport.Confirmation, _ report: RetentionReport, at now: Date) {
        by = "\(confirmed.byName), \(UKTime.full(confirmed.at))"
        (reasons, isUnderWay) = (confirmed.reasons, report.finishedAt == nil)
        let outcomes = report.items.compactMap(\.outcome)
        func number(_ outcome: RetentionReport.Outcome, _ words: String) -> String? {
            let count = outcomes.filter { $0 == outcome }.count
            return count == 0 ? nil : "\(UKTime.count(count, "exchange")) \(words)"
        }
        results =
            [
                number(.removed, "removed for good"),
                number(.released, "removed for your organisation; the other side still keeps it"),
            ].compactMap(\.self)
            + KeptBecause.allCases.compactMap { number(.left($0), "left, \($0.title)") }
    }
}

extension RetentionReportPage.RemovalForm {
    init(_ report: RetentionReport, _ reasons: String?, _ faults: FieldFaults, at now: Date) {
        button = "Remove these \(report.items.count)"
        (digest, until) = (report.digest, UKTime.short(report.expiresAt, now: now))
        self.reasons = TextArea(
            "reasons", label: "Why are they removed?", value: reasons,
            hint: "For the record: who looked through them, and what was considered.", error: faults["reasons"],
            most: ExchangeStore.mostWords)
        sure = Choices(
            "sure", legend: "This cannot be undone",
            [.init("yes", "I have read this report, and none of these is needed any longer")],
            error: faults["sure"])
    }
}
