import Foundation

/// Something with a time by which it is due, as a calendar shows it. It names nobody and says nothing of health.
struct CalendarEntry: Sendable, Equatable {
    /// The same for the same thing, so that a calendar moves it instead of adding another.
    let id: String
    let summary: String
    let dueAt: Date
    /// Where in Footbridge the rest can be read, after signing in.
    let address: URL
}

/// Entries as an iCalendar object (RFC 5545).
struct CalendarText {
    private(set) var text = ""

    init(_ entries: [CalendarEntry], at now: Date) {
        write("BEGIN:VCALENDAR")
        write("VERSION:2.0")
        write("PRODID:-//Footbridge//What is due//EN")
        write("X-WR-CALNAME:Footbridge")
        write("REFRESH-INTERVAL;VALUE=DURATION:PT1H")
        for entry in entries { write(entry, at: now) }
        write("END:VCALENDAR")
    }

    /// A moment, not a stretch of time: it shows nobody as busy.
    private mutating func write(_ entry: CalendarEntry, at now: Date) {
        write("BEGIN:VEVENT")
        write("UID:\(Self.escaped(entry.id))")
        write("DTSTAMP:\(Self.moment(now))")
        write("DTSTART:\(Self.moment(entry.dueAt))")
        write("SUMMARY:\(Self.escaped(entry.summary))")
        write("URL:\(entry.address.absoluteString)")
        write("CLASS:PRIVATE")
        write("TRANSP:TRANSPARENT")
        write("END:VEVENT")
    }

    /// A line has at most 75 bytes; what is longer goes on after a line break and a space (section 3.1).
    private mutating func write(_ line: String) {
        var room = 75
        for character in line {
            let bytes = String(character).utf8.count
            if bytes > room {
                text += "\r\n "
                room = 74
            }
            text.append(character)
            room -= bytes
        }
        text += "\r\n"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
            .replacing("\n", with: "\\n")
    }

    /// `20261124T090000Z`
    private static func moment(_ date: Date) -> String {
        date.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    }
}
