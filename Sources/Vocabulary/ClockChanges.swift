import Foundation

/// When clocks in the United Kingdom go forward and back, asked of the time zone database once.
///
/// Since 1972 they show either Greenwich time or an hour more, so two moments a year say everything; a calendar that is
/// asked each time costs a hundred times as much, and a send asks it dozens of times.
enum ClockChanges {
    static let hour = 3600

    /// Seconds since 1970 for which `changes` holds; anything else is asked of the time zone.
    private static let known = seconds(1972)..<seconds(2100)

    /// Seconds since 1970, in order; the first is a spring.
    private static let changes: [Int] = {
        var changes: [Int] = []
        var moment = Date(timeIntervalSince1970: TimeInterval(known.lowerBound))
        while let next = UKTime.zone.nextDaylightSavingTimeTransition(after: moment), next < end {
            changes.append(Int(next.timeIntervalSince1970))
            moment = next
        }
        return changes
    }()

    private static let end = Date(timeIntervalSince1970: TimeInterval(known.upperBound))

    /// By how many seconds clocks are ahead of Greenwich.
    static func offset(at second: Int) -> Int {
        guard known.contains(second) else {
            return UKTime.zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
        }
        return passed(by: second) % 2 * hour
    }

    /// Whether the whole of the day that begins `second` seconds after 1970, by the clock on the wall, is known here.
    static func knows(dayOf second: Int) -> Bool { known.contains(second - 86_400) && known.contains(second + 86_400) }

    /// How many changes have happened by then.
    private static func passed(by second: Int) -> Int {
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= second { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func seconds(_ year: Int) -> Int { DayNumber.of(year, 1, 1) * 86_400 }
}
