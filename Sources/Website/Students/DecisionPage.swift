import Foundation
import Students
import Vocabulary

struct DecisionPage: Sendable {
    let id: String
    let student: String
    let studentID: String
    let facts: [Fact]
    /// What the clinician wrote for sharing, question by question; empty where nothing was written.
    let reasons: [Fact]
    let hasReasons: Bool
    let studentsWords: String?
    let request: String?
    let askedBy: String
    let due: String
    /// While nobody has decided although the time for it has passed.
    let late: Late?
    /// The clinician's team and its telephone.
    let askedByTeam: String?
    let toTheStudentTitle: String
    /// What the student is told; while nobody has decided, as things stand.
    let toTheStudent: String
    /// What was decided, and why; empty while nobody has decided.
    let made: [Fact]
    let hasMade: Bool
    let answered: Answered?
    let choice: Choices?
    let errorSummary: ErrorSummary?

    struct Fact: Sendable {
        let name: String
        let value: String
    }

    struct Late: Sendable {
        let due: String
        /// `22 minutes`
        let by: String
    }

    struct Answered: Sendable {
        let words: String
        let shared: Bool
    }

    init(
        _ task: DecisionTask, _ form: DecisionForm, _ decision: SharingDecision? = nil,
        faults: FieldFaults = FieldFaults(), at now: Date
    ) {
        let laid = task.laidBefore
        (id, student, studentID) = (task.id.rawValue, task.person.fullName, task.person.id.rawValue)
        (studentsWords, request) = (laid.studentsWords, laid.request)
        askedBy = "\(task.raisedByName), \(UKTime.short(task.raisedAt, now: now))"
        due = "\(UKTime.short(task.dueAt, now: now)) (\(UKTime.relative(task.dueAt, to: now)))"
        late = task.isLate(at: now) ? Late(task.dueAt, at: now) : nil
        facts = Self.facts(task, at: now)
        reasons = Self.reasons(laid.facts.reasons)
        hasReasons = !reasons.isEmpty
        askedByTeam = task.raisedByTeam
        toTheStudentTitle = decision == nil ? "As things stand, the student is told" : "The student is told"
        toTheStudent = decision?.explanation ?? SharingRule.decide(laid.facts, at: now).explanation
        made = decision.map { Self.made($0, of: laid.facts.wanted) } ?? []
        hasMade = !made.isEmpty
        answered = task.answer.map {
            let what = $0.shared ? "decided that it is shared" : "decided that nothing is shared"
            return Answered(words: "\($0.byName) \(what), on \(UKTime.full($0.at)).", shared: $0.shared)
        }
        choice = task.answer == nil ? DecisionFields(task, form, faults).choice : nil
        errorSummary = faults.summary
    }

    private static func facts(_ task: DecisionTask, at now: Date) -> [Fact] {
        let facts = task.laidBefore.facts
        return [
            Fact(
                name: "Student", value: "\(task.person.fullName), \(task.person.age(on: CalendarDate(now))) years old"),
            Fact(name: "To be told", value: facts.recipientName),
            Fact(name: "What", value: facts.wanted.sorted().map(\.title).joined(separator: "\n")),
            Fact(name: "What the student said", value: said(facts, at: now)),
            Fact(name: "Could they decide?", value: facts.capacity.title),
            Fact(name: "At risk", value: facts.atRisk.title),
            Fact(name: "Risk to others", value: facts.riskToOthers.title),
            Fact(name: "Sharing agreement", value: facts.agreementInForce ? "In force" : "None on record"),
        ]
    }

    private static func said(_ facts: SharingFacts, at now: Date) -> String {
        let answers = [facts.answerNow].compactMap(\.self) + facts.consents
        guard !answers.isEmpty else { return "Nothing on record" }
        return answers.map { consent in
            let when = UKTime.short(consent.recordedAt, now: now)
            switch consent.answer {
            case .given:
                let ended = consent.withdrawnAt == nil ? "" : ", taken back since"
                return
                    "\(when): yes, to \(consent.categories.sorted().map { $0.title.lowercased() }.joined(separator: ", "))\(ended)"
            case .refused: return "\(when): no"
            case .notAsked: return "\(when): not asked. \(consent.notAskedReason?.title ?? "")"
            }
        }.joined(separator: "\n")
    }
}

extension DecisionPage.Late {
    fileprivate init(_ dueAt: Date, at now: Date) {
        (due, by) = (UKTime.short(dueAt, now: now), UKTime.length(now.timeIntervalSince(dueAt)))
    }
}

extension DecisionPage {
    /// - Parameter wanted: what the clinician had asked for.
    fileprivate static func made(_ decision: SharingDecision, of wanted: Set<InformationCategory>) -> [Fact] {
        let grounds = decision.grounds
        guard decision.outcome == .shared else {
            return [Fact(name: "Why not", value: grounds.notSharedBecause ?? decision.explanation)]
        }
        let (shared, left) = (decision.categories, wanted.subtracting(decision.categories))
        return [
            Fact(name: "Shared", value: titles(shared)),
            Fact(name: "Asked for, and not shared", value: left.isEmpty ? "Nothing" : titles(left)),
            Fact(name: "At risk", value: grounds.atRisk.title),
            Fact(name: "Risk to others", value: grounds.riskToOthers.title),
        ] + reasons(grounds.reasons)
            + [Fact(name: SafeguardingLimb.review.question, value: decision.reviewOn?.spoken ?? "No day was given")]
    }

    private static func reasons(_ reasons: SafeguardingReasons?) -> [Fact] {
        DecisionForm.written.compactMap { limb in
            let code = limb == .noConsent ? reasons?.noConsentBecause?.title : nil
            let words = [code, reasons?.words[limb]].compactMap(\.self).joined(separator: "\n")
            return words.isEmpty ? nil : Fact(name: limb.question, value: words)
        }
    }

    private static func titles(_ categories: Set<InformationCategory>) -> String {
        categories.sorted().map(\.title).joined(separator: "\n")
    }
}

struct DecisionListPage: Sendable {
    let waiting: [Item]
    let answered: [Item]
    let isEmpty: Bool
    let hasAnswered: Bool

    struct Item: Sendable {
        let id: String
        let title: String
        let what: String
        let askedBy: String
        let due: String
        let badge: String
        let kind: String
    }

    init(waiting: [DecisionTask], answered: [DecisionTask], at now: Date) {
        self.waiting = waiting.map { Item($0, at: now) }
        self.answered = answered.map { Item($0, at: now) }
        (isEmpty, hasAnswered) = (waiting.isEmpty, !answered.isEmpty)
    }
}

extension DecisionListPage.Item {
    init(_ task: DecisionTask, at now: Date) {
        let facts = task.laidBefore.facts
        (id, title) = (task.id.rawValue, "May \(facts.recipientName) be told about \(task.person.fullName)?")
        what = facts.wanted.sorted().map(\.title).joined(separator: ", ")
        askedBy = "Asked by \(task.raisedByName), \(UKTime.short(task.raisedAt, now: now))"
        guard let answer = task.answer else {
            let overdue = task.isLate(at: now)
            due =
                overdue
                ? "Was due \(UKTime.relative(task.dueAt, to: now))" : "Due \(UKTime.relative(task.dueAt, to: now))"
            (badge, kind) = overdue ? ("Overdue", "overdue") : ("Waiting", "soon")
            return
        }
        due = "\(answer.byName), \(UKTime.short(answer.at, now: now))"
        (badge, kind) = answer.shared ? ("Shared", "done") : ("Not shared", "closed")
    }
}
