import Database
import Foundation
import Vocabulary

/// What a team decided in advance about what its record system hands in: where the student has decided too, it is sent with
/// no person looking (docs/adr/0019-sent-by-the-students-own-choice.md). A person chooses how soon; nothing computes it.
public struct StandingInstruction: Sendable, Equatable {
    /// How soon the student has to be reached; a message that says sooner counts.
    public let urgency: Urgency
    /// What is asked of the university.
    public let request: RequestKind

    /// What may be asked with no person looking.
    public static let requests: [RequestKind] = [.checkInWithin48Hours, .checkInWithin7Days, .awarenessOnly]

    /// - Throws: `InvalidInput` for something that only a person may ask in the single case.
    public init(urgency: Urgency?, request: RequestKind?) throws(InvalidInput) {
        var faults = FaultList()
        let urgency = faults.chosen(urgency, "urgency", "Choose how soon the student has to be reached.")
        if request.map(Self.requests.contains) != true {
            faults.add("request", "Choose what is asked of the university.")
        }
        try faults.finish()
        guard let urgency, let request else { throw InvalidInput(faults.faults) }
        (self.urgency, self.request) = (urgency, request)
    }

    init(_ row: Row) throws { (urgency, request) = (try row("urgency"), try row("request")) }

    /// The sooner of the team's choice and what the message says.
    func urgency(saying said: Urgency?) -> Urgency {
        Urgency.allCases.first { $0 == urgency || $0 == said } ?? urgency
    }
}
