import Exchange
import Foundation
import Vocabulary

extension Stage {
    /// The university says how long it keeps exchanges, and looks what has reached its time: nothing has, after weeks.
    /// Move the clock ahead by a year to see more.
    var keeping: [Scene] {
        [
            Scene(at: moments.day(30, 11, 0), story: "keeping") { stage in
                try await stage.retention.keep(for: 7, by: stage.actor(.callumFraser))
            },
            Scene(at: moments.day(8, 11, 0), story: "keeping") { stage in
                try await stage.retention.makeReport(by: stage.actor(.callumFraser))
            },
        ]
    }
}
