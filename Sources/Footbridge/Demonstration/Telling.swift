import Exchange
import Foundation
import Students
import Vocabulary

/// What a clinician answered on the six pages, and when.
struct Telling: Sendable {
    let student: DemonstrationStudent
    let sender: CastMember
    let at: Date
    let kind: ExchangeKind
    let urgency: Urgency
    /// What is written, by category; on the way by consent these are what the student agreed to.
    var words: [InformationCategory: String] = [:]
    var asks: Set<RequestKind> = [.checkInWithin48Hours]
    var answer = NoticeDraft.Asked.Answer.given
    var inCrisis = false
    var isStanding = false
    var notAskedReason: NotAskedReason?
    var reasons = NoticeDraft.Reasons()
    /// Whether they phoned before they sent, which is asked where a notice alone might be read too late.
    var call = NoticeDraft.Call.notYet
    /// Days before it was sent that a patient now discharged had been admitted.
    var daysInHospital = 0
    /// The clinician was called away before the last page.
    var isLeftUnfinished = false
    var studentAnswer = StudentAnswer.yes

    init(
        _ student: DemonstrationStudent, _ kind: ExchangeKind, _ urgency: Urgency, from sender: CastMember, at: Date,
        words: [InformationCategory: String], asks: Set<RequestKind> = [.checkInWithin48Hours],
        with change: (inout Telling) -> Void = { _ in }
    ) {
        (self.student, self.kind, self.urgency, self.sender, self.at) = (student, kind, urgency, sender, at)
        (self.words, self.asks) = (words, asks)
        change(&self)
    }
}

extension Telling {
    /// The answers of each page, put into a draft.
    func fill(_ draft: inout NoticeDraft, on stage: Stage) {
        var who = NoticeDraft.Who()
        who.nhsNumber = student.nhsNumber
        who.choice = stage.people[student].map { .known($0) }
        draft.replaceWho(by: who)
        fillStudent(&draft.student, on: stage)
        fillConsent(&draft.consent, on: stage)
        draft.reasons = reasons
        fillHappened(&draft.happened)
    }

    private func fillStudent(_ page: inout NoticeDraft.Student, on stage: Stage) {
        page.answer = studentAnswer
        guard studentAnswer == .yes else { return }
        page.provider = stage.organisations[student.place]
        page.safeContact = student.safeContact ?? ""
        page.unsafeContact = student.unsafeContact ?? ""
    }

    private func fillConsent(_ page: inout NoticeDraft.Asked, on stage: Stage) {
        page.answer = answer
        page.categories = answer == .given ? Set(words.keys).union([.contactHappened]) : []
        page.askedFor = stage.organisations[student.place]
        (page.isStanding, page.inCrisis, page.notAskedReason) = (isStanding, inCrisis, notAskedReason)
    }

    private func fillHappened(_ page: inout NoticeDraft.Happened) {
        (page.kind, page.urgency, page.when, page.chosenAt) = (kind, urgency, .now, at)
        (page.texts, page.requests) = (words, asks)
        if kind == .discharge {
            page.admittedOn = TypedDate(CalendarDate(at).adding(days: -daysInHospital))
            for step in NoticeDraft.stepsToAnswer { page.checklist[step] = .init(answer: .done) }
        }
        guard words[.careTeam] != nil else { return }
        (page.contactName, page.contactJobTitle) = (sender.name, sender.jobTitle)
        page.contactTelephone = sender.team?.text.telephone ?? ""
        page.contactHours = "day and night, by the team"
    }
}

extension NoticeDraft.Call {
    fileprivate static var notYet: Self {
        var call = Self()
        call.made = .notYet
        return call
    }
}
