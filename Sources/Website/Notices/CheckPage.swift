import Directory
import Exchange
import Foundation
import Students
import Vocabulary

struct CheckPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    let recipient: RecipientPanel
    let explanation: String
    let remarks: [String]
    let about: [Fact]
    let told: [Fact]
    let requests: [String]
    let checklist: [Fact]
    let hasChecklist: Bool
    let untold: [Fact]
    /// The pages on which it can be mended.
    let changes: [Link]
    let awaitsLead: Bool
    let button: String
    /// The call that has to be made, and is recorded here.
    let call: CallPanel?

    init(_ review: DraftReview, _ state: StepState, call: NoticeDraft.Call) {
        frame = StepFrame(.check, review, state)
        errorSummary = state.faults.summary
        recipient = RecipientPanel(review)
        explanation = review.verdict?.explanation ?? ""
        remarks = review.verdict?.remarks ?? []
        (about, told) = (review.aboutFacts, review.toldFacts)
        requests = review.happening?.requests.map(\.spoken) ?? []
        checklist = review.happening?.checklist.map { Fact($0.step.title, $0.spoken) } ?? []
        hasChecklist = !checklist.isEmpty
        untold = review.untold.map { Fact($0.category.title, $0.why) }
        let isReasoned = review.notice.needsReasons
        changes = [
            Link("Who it is about", review.path("who")), Link("Which university", review.path("student")),
            Link("What the student said", review.path("consent")),
            isReasoned ? Link("The reasons", review.path("reasons")) : nil,
            Link("What is told and asked, and how soon", review.path("happened")),
        ].compactMap(\.self)
        awaitsLead = review.awaitsLead
        button = review.button
        self.call = review.awaitsLead ? nil : CallPanel(review, call, state.faults)
    }
}

/// Who gets it, and whether they will see it.
struct RecipientPanel: Sendable {
    let title: String
    let facts: [Fact]
    let warnings: [String]
    let hasWarnings: Bool

    init(_ review: DraftReview) {
        let route = review.team?.route
        title = review.team?.title ?? ""
        let holder = route?.holder.map { [$0.name, $0.jobTitle].filter { !$0.isEmpty }.joined(separator: ", ") }
        let facts = [
            Fact(route?.way == .deputy ? "Goes to the deputy" : "Held by", typed: holder),
            Fact("Contact verified", typed: route?.verifiedAt.map { CalendarDate($0).spoken }),
            Fact("Open now", typed: review.team?.spokenOpening(at: review.readAt)),
            Fact("Campus", typed: review.campus?.name), Fact("Telephone", typed: route?.telephone),
            Fact("Out of hours", typed: review.team?.service?.outOfHoursTelephone),
        ]
        self.facts = facts.compactMap(\.self)
        warnings = route?.warnings ?? []
        hasWarnings = !warnings.isEmpty
    }
}

extension RecipientTeam {
    fileprivate func spokenOpening(at now: Date) -> String {
        if route.isOpenNow {
            guard let closing = calendar.closing(after: now), closing < now + 86_400 * 7 else { return "Yes" }
            let isToday = CalendarDate(closing - 1) == CalendarDate(now)
            return "Yes, until \(isToday ? UKTime.clock(closing) : UKTime.short(closing, now: now))"
        }
        guard let opensNextAt = route.opensNextAt else { return "No" }
        return "No. They open \(UKTime.short(opensNextAt, now: now))."
    }
}

extension DraftReview {
    /// What pressing it does: where the university reads nothing here, it sends nothing.
    fileprivate var button: String {
        if awaitsLead { return "Ask our information governance lead" }
        guard let team else { return "Send" }
        return phoneReason == .notJoined ? "Write it down, to tell \(team.title) by phone" : "Send to \(team.title)"
    }

    var aboutFacts: [Fact] {
        [
            Fact("About", typed: subject.map { "\($0.fullName), born \($0.birthDate.spoken)" }),
            Fact("How soon", typed: happening?.urgency.title),
            Fact("Safe ways to contact them", typed: status?.safeContact),
            Fact("Not safe", typed: status?.unsafeContact),
        ].compactMap(\.self)
    }

    /// Word for word.
    var toldFacts: [Fact] {
        let contact = happening?.namedContact.map { Fact("Contact on the NHS side", $0.spoken) }
        return told.map { Fact($0.category.title, $0.text) } + [contact].compactMap(\.self)
    }
}

extension NamedContact {
    var spoken: String {
        "\([name, jobTitle].compactMap(\.self).joined(separator: ", ")), \(telephone), \(hours)"
    }
}

extension NewRequest {
    var spoken: String { detail.map { "\(kind.title): \($0)" } ?? kind.title }
}

extension ChecklistAnswer {
    var spoken: String { reason.map { "\(answer.title): \($0)" } ?? answer.title }
}
