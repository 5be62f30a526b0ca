import Foundation
import Students
import Vocabulary

/// Who did what with one student's record.
struct AccessLogPage: Sendable {
    let days: [Day]
    let isEmpty: Bool
    /// For staff: whose record, and where to go back to.
    let personName: String?
    let personID: String?

    struct Day: Sendable {
        let title: String
        let lines: [Line]
    }

    struct Line: Sendable {
        let time: String
        let name: String
        /// `Clinician, Leeds Teaching Hospitals NHS Trust`
        let position: String?
        let act: String
        /// For the student: one for each sealed entry that the line stands for.
        let proofs: [Proof]
    }

    struct Proof: Sendable {
        let href: String
        /// When what it proves was done.
        let time: String
    }

    init(_ entries: [AccessLogEntry], about person: Person? = nil, at now: Date) {
        let days = Dictionary(grouping: entries) { CalendarDate($0.at) }
        self.days = days.keys.sorted(by: >).map { day in
            Day(title: UKTime.day(day.start), lines: Self.lines(days[day] ?? []))
        }
        isEmpty = entries.isEmpty
        (personName, personID) = (person?.fullName, person?.id.rawValue)
    }

    /// The same act of the same person, again and again, is one line.
    private static func lines(_ entries: [AccessLogEntry]) -> [Line] {
        var runs: [[AccessLogEntry]] = []
        for entry in entries {
            if let last = runs.last?.last, last.name == entry.name, last.words == entry.words {
                runs[runs.count - 1].append(entry)
            } else {
                runs.append([entry])
            }
        }
        return runs.compactMap(Line.init)
    }
}

extension AccessLogPage.Line {
    /// - Parameter run: newest first.
    fileprivate init?(_ run: [AccessLogEntry]) {
        guard let entry = run.last, let latest = run.first else { return nil }
        let (from, to) = (UKTime.clock(entry.at), UKTime.clock(latest.at))
        time = run.count == 1 ? from : "\(run.count) times, \(from == to ? from : "\(from) to \(to)")"
        (name, act) = (entry.name, entry.words)
        let role = entry.role == .student || entry.role == .system ? nil : entry.role?.title
        let words = [role, entry.organisationName].compactMap(\.self).joined(separator: ", ")
        position = words.isEmpty ? nil : words
        proofs = run.reversed().compactMap { entry in
            entry.provable.map {
                AccessLogPage.Proof(
                    href: "/my-information/who-looked/\($0)/proof", time: UKTime.clock(entry.at))
            }
        }
    }
}
