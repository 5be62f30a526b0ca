/// Why a message waits for a person. The codes are told to the sending system; docs/guides/connect-a-record-system.md lists
/// them, and a test compares.
public enum HeldReason: String, Sendable, CaseIterable {
    case noInstruction = "no-standing-instruction"
    case eventUnclear = "event-unclear"
    case checklistOpen = "checklist-open"
    case timeUnclear = "time-unclear"
    case longAgo = "long-ago"
    case senderNotNamed = "sender-not-named"
    case studentUnclear = "student-unclear"
    case underSixteen = "under-16"
    case universityUnclear = "university-unclear"
    case phoneNeeded = "phone-needed"
    case alreadyTold = "already-told"
    case changesTold = "changes-told"
    case inHand = "in-hand"
    case saidBefore = "said-before"
    case overtaken = "overtaken"
    case takenBack = "taken-back"
    case died = "patient-deceased"
    case qualified = "meaning-qualified"
    case notDecided = "not-decided"
    case asksFirst = "asks-first"
    case refused = "refused"
    case contradictory = "answers-contradict"
    case decidedByOthers = "decided-by-others"

    /// In words for whoever decides now.
    public var words: String {
        switch self {
        case .noInstruction: "Your team decides about each message."
        case .eventUnclear: "It does not say what happened."
        case .checklistOpen: "A discharge has a checklist that a person answers."
        case .timeUnclear: "It does not say when it happened."
        case .longAgo: "It happened more than three days ago."
        case .senderNotNamed: "It names no clinician in whose name it could go."
        case .studentUnclear:
            "Nobody is on record with both this NHS number and this date of birth."
        case .underSixteen: "The student is under 16: whether they can decide is for a person to judge."
        case .universityUnclear:
            "The university is not clear: nothing says which, or the message says another than the student did."
        case .phoneNeeded: "Somebody has to phone as well: nobody at the university would read it in time."
        case .alreadyTold: "The university was told of this already."
        case .changesTold: "It changes what the university was told already."
        case .inHand: "Somebody of your team began a notice from what it changes, or set that aside."
        case .saidBefore:
            "An earlier message said just this, and a later one something else: which of them holds is for a person to judge."
        case .overtaken:
            "A change of this came before it, so it may be older than what is known already: that is for a person to judge."
        case .takenBack:
            "It had been taken back before this came: whether it counts after all is for a person to judge."
        case .died: "It says that the student has died."
        case .qualified:
            "It says that part of it may not mean what it seems to, in a way that is not understood here: look into your own record first."
        case .notDecided: "The student has not decided about this in advance, or the decision has run out."
        case .asksFirst: "The student agreed in advance, and wants to be asked first where they can be."
        case .refused: "The student said no to telling this university."
        case .contradictory: "The student’s answers contradict each other."
        case .decidedByOthers:
            "Somebody else agreed for the student: whether that still counts is for a person to judge."
        }
    }
}

extension HeldReason {
    /// Those of a column, with spaces between them.
    /// - Parameter late: why it came late, where another reason was enough to hold it.
    static func read(_ codes: String?, late: [HeldReason]) -> [HeldReason] {
        let kept = (codes ?? "").split(separator: " ").compactMap { HeldReason(rawValue: String($0)) }
        return late.filter { !kept.contains($0) } + kept
    }
}
