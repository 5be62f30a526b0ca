import Exchange
import Vocabulary

/// What stands above the form of each step, and is hidden in it.
struct StepFrame: Sendable {
    let number: Int
    let heading: String
    let action: String
    let back: String
    /// What this page has before it, for the next save.
    let seen: String
    let dots: [Dot]
    let about: About?
    let conflict: Changed?

    struct Dot: Sendable {
        let isDone: Bool
        let isHere: Bool
    }

    /// Whom the draft is about, on every page after the first.
    struct About: Sendable {
        let name: String
        let born: String
    }

    /// The same step was saved on another page.
    struct Changed: Sendable {
        let message: String
        let kept: [Fact]
    }

    init(_ step: DraftStep, _ review: DraftReview, _ state: StepState, heading: String? = nil) {
        (number, self.heading) = (step.number, heading ?? step.title)
        (action, back) = (review.path(step.rawValue), Self.back(from: step, review))
        seen = SeenDraft(review.draft).description
        dots = (1...6).map { Dot(isDone: $0 < step.number, isHere: $0 == step.number) }
        about = step == .who ? nil : review.subject.map { About(name: $0.fullName, born: $0.birthDate.spoken) }
        conflict = state.conflict.map { Changed(message: $0.message, kept: $0.kept.notice.spoken(step)) }
    }

    private static func back(from step: DraftStep, _ review: DraftReview) -> String {
        switch step {
        case .who: "/notices"
        case .student: review.path("who")
        case .consent: review.path("student")
        case .reasons: review.path("consent")
        case .happened: review.path(review.notice.reasons.isEmpty ? "consent" : "reasons")
        case .check: review.path("happened")
        }
    }
}

/// A name and its value.
struct Fact: Sendable {
    let name: String
    let value: String

    init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }

    /// `nil` where there is no value to tell.
    init?(_ name: String, typed value: String?) {
        guard let value, !value.isEmpty else { return nil }
        self.init(name, value)
    }
}
