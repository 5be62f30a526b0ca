import Foundation

extension UKTime {
    /// Until when something counts, as people say it: the midnight with which Sunday begins is
    /// `the end of Saturday 28 November 2026`; any other moment is `Friday 20 November 2026 at 14:05`.
    public static func ending(_ moment: Date) -> String {
        clock(moment) == "00:00" ? "the end of \(day(moment - 1))" : full(moment)
    }
}
