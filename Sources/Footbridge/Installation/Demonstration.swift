import Vocabulary
import Website

/// What only the demonstration area has.
struct Demonstration: Sendable {
    let clock: ShiftedClock
    /// Who can be signed in as with one click.
    let people: @Sendable () async throws -> [DemonstrationPerson]
}
