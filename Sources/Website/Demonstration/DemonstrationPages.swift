import Vocabulary

/// The demonstration area only: be somebody else, and move the clock to see what happens when nobody answers.
public struct DemonstrationPages: Feature {
    let clock: ShiftedClock
    let people: @Sendable () async throws -> [DemonstrationPerson]
    /// Lets the late steps happen, as the sweeper would in its own time.
    let sweep: @Sendable () async -> Void

    public init(
        clock: ShiftedClock, people: @escaping @Sendable () async throws -> [DemonstrationPerson],
        sweep: @escaping @Sendable () async -> Void
    ) {
        (self.clock, self.people, self.sweep) = (clock, people, sweep)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/demonstration", .anyone) { visit in
            let page = DemonstrationPage(people: try await people(), now: UKTime.full(visit.now))
            return .page("demonstration/people", page, title: "The demonstration area")
        }
        site.post("/demonstration/clock", .anyone, moveClock)
    }

    /// A leap year, so that what is kept for a year has reached its time.
    private static let mostHours = 366 * 24

    private func moveClock(_ visit: Visit) async throws -> Answer {
        guard let hours = visit.form["hours"].flatMap(Int.init), (1...Self.mostHours).contains(hours)
        else {
            throw InvalidInput("hours", "Choose between 1 hour and 1 year.")
        }
        clock.advance(by: Double(hours) * 3600)
        await sweep()
        let words = "The clock was moved ahead by \(UKTime.count(hours, "hour")). It is now \(UKTime.full(clock.now))."
        return .seeOther("/demonstration", flash: words)
    }
}

struct DemonstrationPage: Sendable {
    let people: [DemonstrationPerson]
    let now: String
}
