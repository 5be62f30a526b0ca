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
    /// What a message is about that does not say what happened; `nil` where a person says each time.
    public let unsaidKind: ExchangeKind?

    /// What may be asked with no person looking.
    public static let requests: [RequestKind] = [.checkInWithin48Hours, .checkInWithin7Days, .awarenessOnly]
    /// What such a message may be about: a checklist is a person's.
    public static let unsaidKinds = ExchangeKind.allCases.filter { !$0.hasChecklist }

    /// - Throws: `InvalidInput` for something that only a person may ask in the single case.
    public init(
        urgency: Urgency?, request: RequestKind?, unsaidKind: ExchangeKind? = nil
    ) throws(InvalidInput) {
        var faults = FaultList()
        let urgency = faults.chosen(urgency, "urgency", "Choose how soon the student has to be reached.")
        if request.map(Self.requests.contains) != true {
            faults.add("request", "Choose what is asked of the university.")
        }
        if unsaidKind?.hasChecklist == true {
            faults.add("unsaidKind", "This has a checklist that a person answers. Choose something else.")
        }
        try faults.finish()
        guard let urgency, let request else { throw InvalidInput(faults.faults) }
        (self.urgency, self.request, self.unsaidKind) = (urgency, request, unsaidKind)
    }

    init(_ row: Row) throws {
        (urgency, request, unsaidKind) = (try row("urgency"), try row("request"), try row("unsaid_kind"))
    }

    /// The sooner of the team's choice and what the message says.
    func urgency(saying said: Urgency?) -> Urgency {
        Urgency.allCases.first { $0 == urgency || $0 == said } ?? urgency
    }

    /// What the message says that happened, whatever the team chose for those that say nothing.
    func kind(saying said: ExchangeKind?) -> ExchangeKind? { said ?? unsaidKind }
}
