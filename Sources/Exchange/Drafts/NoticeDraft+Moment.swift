import Foundation
import Vocabulary

extension NoticeDraft.Happened {
    /// When it happened; never in the future.
    func moment(now: Date) throws(InvalidInput) -> Date {
        switch when {
        case nil: throw InvalidInput("when", "Choose when it happened.")
        case .now: return min(chosenAt ?? now, now)
        case .earlierToday: return try earlierToday(now)
        case .anotherDay: return try anotherDay(now)
        }
    }

    private func earlierToday(_ now: Date) throws(InvalidInput) -> Date {
        // Kept from when it was typed: after midnight "today" is still the day that was meant.
        let today = CalendarDate(chosenAt ?? now)
        let minute = try TypedTime.required(time, field: "time", called: "the time")
        let moment = today.at(minute: minute)
        guard moment <= now else {
            throw InvalidInput(
                "time", "\(UKTime.clock(moment)) today is in the future. If it was yesterday, choose “Another day”.")
        }
        return moment
    }

    private func anotherDay(_ now: Date) throws(InvalidInput) -> Date {
        var faults = FaultList()
        let date = faults.take(try day.past(field: "day", called: "the day", today: CalendarDate(now)))
        let minute = faults.take(try TypedTime.required(dayTime, field: "dayTime", called: "the time"))
        try faults.finish()
        guard let date, let minute else { throw InvalidInput(faults.faults) }
        let moment = date.at(minute: minute)
        guard moment <= now else { throw InvalidInput("dayTime", "\(UKTime.full(moment)) is in the future.") }
        guard date.adding(days: 366) >= CalendarDate(now) else {
            throw InvalidInput("day", "This is more than a year ago. Check the year.")
        }
        return moment
    }
}

extension FaultList {
    /// A discharge cannot come before its admission.
    mutating func checkAdmission(_ typed: TypedDate, before left: Date) {
        guard let admitted = take(try typed.optional(field: "admittedOn", called: "the date of admission")),
            let admitted, admitted > CalendarDate(left)
        else { return }
        let days = (CalendarDate(left).spoken, admitted.spoken)
        add("admittedOn", "The discharge on \(days.0) is before the admission on \(days.1).")
    }
}
