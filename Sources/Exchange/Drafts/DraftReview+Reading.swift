import Database
import Directory
import Foundation
import Students
import Vocabulary

extension DraftStore {
    /// A draft and all that follows from it now.
    /// - Throws: `NotFound` as `draft(_:as:)`.
    public func review(_ id: DraftID, as actor: Actor) async throws -> DraftReview {
        try actor.require(.sendExchange)
        let now = clock.now
        return try await engine.read { database in
            try review(draft(id, of: actor, at: now, in: database), for: actor, at: now, in: database)
        }
    }

    /// As `review(_:as:)`, of what was entered and not saved because another page was first.
    public func review(_ conflict: DraftConflict, as actor: Actor) async throws -> DraftReview {
        try actor.require(.sendExchange)
        let (now, kept) = (clock.now, conflict.kept)
        let entered = StoredDraft(
            id: kept.id, notice: conflict.entered, version: kept.version, savedAt: kept.savedAt,
            expiresAt: kept.expiresAt, awaits: nil, marks: kept.marks)
        return try await engine.read { database in
            _ = try draft(kept.id, of: actor, at: now, in: database)
            return try review(entered, for: actor, at: now, in: database)
        }
    }

    /// As `review(_:as:)`, within a transaction.
    func review(
        _ draft: StoredDraft, for actor: Actor, at now: Date, in database: any Reading
    ) throws -> DraftReview {
        let notice = draft.notice
        let subject = try subject(notice.who, at: now, in: database)
        let status = try? notice.student.check()
        let team = try status?.providerID.map { provider in
            try DirectoryStore.recipientTeam(
                for: provider, campus: status?.campusID, purpose: .notices, at: now, in: database)
        }
        let campus = try status?.campusID.map { try DirectoryStore.campus($0, in: database) }
        let asked = team.flatMap { notice.answered(to: SharingRecipient($0)) }
        let age = subject?.birthDate.years(to: CalendarDate(now)) ?? 0
        let reasons = notice.reasons.isEmpty ? nil : try? notice.reasons.check(today: CalendarDate(now), age: age)
        let facts = try subject.flatMap { subject -> SharingFacts? in
            guard let team, let asked else { return nil }
            return try DraftFacts(keys: keys, database: database).facts(
                notice, subject, team, answer: asked.answer, reasons: reasons, for: actor, at: now)
        }
        let bare = DraftReview(
            draft: draft, subject: subject, status: status, team: team, campus: campus, answer: asked?.answer,
            isConsentComplete: asked != nil, reasons: reasons, facts: facts,
            verdict: facts.map { SharingRule.decide($0, at: now) }, happening: nil,
            origin: try DraftReview.Origin.of(actor, evenClosed: draft.awaits != nil, in: database), readAt: now)
        return bare.with(try? notice.happened.check(allowed: bare.writable, asked: notice.consent, now: now))
    }

    private func subject(
        _ who: NoticeDraft.Who, at now: Date, in database: any Reading
    ) throws -> DraftReview.Subject? {
        switch who.choice {
        case .known(let id): .known(try StudentsStore.person(id, keys: keys, in: database))
        case .new: (try? who.checkForNewRecord(today: CalendarDate(now))).map(DraftReview.Subject.new)
        case nil: nil
        }
    }
}

extension DraftReview.Origin {
    /// Where the actor works.
    /// - Parameter evenClosed: whether their team may have closed, as while a lead decided.
    /// - Throws: `Forbidden` for who is in no team.
    static func of(
        _ actor: Actor, evenClosed: Bool = false, in database: any Reading
    ) throws -> DraftReview.Origin {
        guard let service = actor.serviceID else { throw Forbidden("send as a member of a team") }
        return DraftReview.Origin(
            organisation: try DirectoryStore.organisation(try actor.organisation(), in: database).name,
            service: evenClosed
                ? try DirectoryStore.serviceEvenClosed(service, in: database)
                : try DirectoryStore.service(service, in: database))
    }
}

extension NoticeDraft {
    /// What the sender would like to tell: what was agreed to, what the reasons name, or, before either, everything.
    var wanted: Set<InformationCategory> {
        let named = (consent.answer == .given ? consent.categories : []).union(reasons.categories)
        return consent.answer == .decidedBefore || named.isEmpty ? .all : named
    }

    /// Step 3, where it is complete and was asked about this university. `answer` is `nil` where they decided before.
    func answered(to recipient: SharingRecipient) -> (answer: NewConsent?, Void)? {
        guard consentNamesTheUniversity else { return nil }
        do { return (try consent.check(recipient: recipient, exchange: exchangeID), ()) } catch { return nil }
    }
}

extension SharingRecipient {
    /// The team that is told, or the organisation where it has not joined.
    public init(_ team: RecipientTeam) {
        self.init(organisation: team.organisation.id, service: team.service?.id)
    }
}

extension RecipientTeam {
    /// `Student Wellbeing, University of Leeds`
    public var title: String { [service?.name, organisation.name].compactMap(\.self).joined(separator: ", ") }
}

extension DraftReview {
    fileprivate func with(_ happening: CheckedHappening?) -> DraftReview {
        DraftReview(
            draft: draft, subject: subject, status: status, team: team, campus: campus, answer: answer,
            isConsentComplete: isConsentComplete, reasons: reasons, facts: facts, verdict: verdict,
            happening: happening,
            origin: origin, readAt: readAt)
    }
}
