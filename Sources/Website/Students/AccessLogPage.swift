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
    }

    init(_ entries: [AccessLogEntry], about person: Person? = nil, at now: Date) {
        let days = Dictionary(grouping: entries) { CalendarDate($0.at) }
        self.days = days.keys.sorted(by: >).map { day in
            Day(title: UKTime.day(day.start), lines: (days[day] ?? []).map(Line.init))
        }
        isEmpty = entries.isEmpty
        (personName, personID) = (person?.fullName, person?.id.rawValue)
    }
}

extension AccessLogPage.Line {
    init(_ entry: AccessLogEntry) {
        (time, name, act) = (UKTime.clock(entry.at), entry.name, entry.words)
        let role = entry.role == .student || entry.role == .system ? nil : entry.role?.title
        let words = [role, entry.organisationName].compactMap(\.self).joined(separator: ", ")
        position = words.isEmpty ? nil : words
    }
}
