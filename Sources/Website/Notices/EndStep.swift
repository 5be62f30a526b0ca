import Exchange
import Students
import Vocabulary

extension NoticePages {
    /// Nothing is shared: what the student can be given instead.
    func showEnd(_ visit: Visit) async throws -> Answer {
        let review: DraftReview
        do { review = try await drafts.review(visit.id(), as: visit.actor) } catch is NotFound {
            return try await whatBecame(visit)
        }
        guard let reason = review.mayEndBecause else { return .seeOther(review.resumePath) }
        return .page("notices/end", EndPage(review, reason), title: "Nothing will be shared")
    }

    func end(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        guard let seen = visit.form["seen"].flatMap(SeenDraft.init) else { throw NotFound("draft") }
        do {
            // From another page it may have been sent by now, or handed to a lead.
            guard case .notShared = try await drafts.end(id, version: seen.version, by: visit.actor) else {
                return .seeOther("/notices/\(id)/receipt")
            }
            return .seeOther("/notices", flash: "Recorded: nothing was shared.")
        } catch let unfinished as DraftUnfinished {
            return .seeOther("/notices/\(id)/\(unfinished.step.rawValue)")
        }
    }
}

struct EndPage: Sendable {
    let heading = "Nothing will be shared"
    let reason: String
    /// Whether the student said it themselves, and not a "no" to studying.
    let isAnswer: Bool
    /// Whether they may be at a university.
    let mayStudy: Bool
    let action: String
    let back: String
    let seen: String
    /// What is kept, so that nobody has to wonder.
    let kept: String
    /// Where the answer about studying ends it, and somebody has to be protected all the same: to the question about
    /// sharing where their university is known, and else to where it is found.
    let goOn: GoOn?
    /// Where somebody has to be protected all the same; only where they said no to sharing.
    let reasonsPath: String?

    init(_ review: DraftReview, _ reason: UnsharedReason) {
        (self.reason, action) = (reason.title, review.path("end"))
        (isAnswer, mayStudy) = (reason.isAnswer, reason.mayStudy)
        seen = SeenDraft(review.draft).description
        let askedAboutSharing = review.isConsentComplete
        back = review.path(askedAboutSharing ? "consent" : "student")
        goOn = GoOn(review, reason)
        kept = askedAboutSharing ? Self.kept(review) : Self.counted(reason)
        reasonsPath = askedAboutSharing && reason != .noGround ? review.path("reasons") : nil
    }

    struct GoOn: Sendable {
        let path: String
        let words: String

        init?(_ review: DraftReview, _ reason: UnsharedReason) {
            guard reason == .statusNotSaid || reason == .statusNotAsked else { return nil }
            path = review.path(review.team == nil ? "student" : "consent")
            words = review.team.map { "go on, to \($0.title)" } ?? "name their university"
        }
    }

    /// Who may still learn the university need not begin again.
    private static func counted(_ reason: UnsharedReason) -> String {
        let counted = "When you finish, it is counted, without their name."
        return reason == .universityNotKnown
            ? "\(counted) Until then your draft waits for you, for 24 hours, in case you learn which it is." : counted
    }

    private static func kept(_ review: DraftReview) -> String {
        if let earlier = review.earlierRefusal {
            return "They said so on \(earlier.spokenMoment), and nobody could ask them again. That no still stands. "
                + "When you finish, this contact is counted, without their name."
        }
        let heard = Int(Consent.noIsHeardFor / 86_400)
        let counted = "When you finish, their answer is kept, and counted without their name."
        // A no that they gave in advance stands, and is seen, until they change it.
        return review.refusal?.exchangeID == review.notice.exchangeID
            ? "\(counted) Your colleagues see the no for \(heard) days, before they ask again." : counted
    }
}

/// What ended without a notice, when it is looked at again: why, and what the student can be given.
struct EndedPage: Sendable {
    let heading: String
    let reason: String
    let isAnswer: Bool
    let mayStudy: Bool

    /// Nobody decided that a draft should run out, so nothing else is offered before a new one.
    let ranOut: Bool

    init(_ reason: UnsharedReason) {
        (self.reason, isAnswer, mayStudy) = (reason.title, reason.isAnswer, reason.mayStudy)
        ranOut = reason == .ranOut
        heading = ranOut ? "This draft ran out, and nobody was told" : "This ended, nothing was shared"
    }
}

extension UnsharedReason {
    fileprivate var isAnswer: Bool { self == .refused || self == .statusNotSaid }
    fileprivate var mayStudy: Bool { self != .notAStudent }
}

extension Consent {
    /// When the no was said: `Friday 20 November 2026 at 23:40`
    var spokenMoment: String { UKTime.full(withdrawnAt ?? recordedAt) }
}
