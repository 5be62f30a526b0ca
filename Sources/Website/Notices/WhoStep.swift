import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    /// Saves who was typed, and who of those on record is meant. Nobody is taken for somebody else silently: where the
    /// records know the number, or the name and birthday, the page asks.
    func saveWho(_ visit: Visit) async throws -> Answer {
        let typed = NoticeDraft.Who(visit.form)
        let today = CalendarDate(visit.now)
        var found: [PersonMatch] = []
        var fault: InvalidInput?
        var who = typed
        do {
            found = try await students.find(typed.check(today: today), by: visit.actor)
            who.choice = try choice(visit.form["person"], typed, among: found, today)
            if who.choice == nil, visit.form["offered"] != nil, visit.form["again"] == nil {
                throw InvalidInput("person", "Choose whether this is them.")
            }
        } catch let wrong as InvalidInput { fault = wrong }
        let (entered, people, wrong) = (who, found, fault)
        let page: StepPage = { visit, review, state in
            try await whoPage(visit, review, state, among: people)
        }
        return try await save(.who, visit, page) { draft in
            draft.replaceWho(by: entered)
        } check: { _ in
            if let wrong { throw wrong }
        } next: { review in
            review.subject == nil ? nil : review.path("student")
        }
    }

    func whoPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        let sought = try? review.notice.who.check(today: CalendarDate(visit.now))
        var found: [PersonMatch] = []
        if let sought { found = try await students.find(sought, by: visit.actor) }
        return try await whoPage(visit, review, state, among: found)
    }

    private func whoPage(
        _ visit: Visit, _ review: DraftReview, _ state: StepState, among found: [PersonMatch]
    ) async throws -> Answer {
        var known: [KnownPerson] = []
        for match in found {
            // Of several people only the one who was chosen is shown with what they decided.
            let isMeant = found.count == 1 || review.notice.who.choice == .known(match.person.id)
            known.append(isMeant ? try await knownPerson(match, visit) : KnownPerson(match))
        }
        return answer("who", WhoPage(review, state, known: known), .who, state)
    }

    /// Whether the notice is about somebody new, and the records know them by now: a colleague was quicker.
    func isKnownByNow(_ review: DraftReview, _ visit: Visit) async throws -> Bool {
        guard case .new = review.subject, let sought = try? review.notice.who.check(today: CalendarDate(visit.now))
        else {
            return false
        }
        return try await students.find(sought, by: visit.actor).contains { $0.ground == .nhsNumber }
    }

    private func choice(
        _ chosen: String?, _ typed: NoticeDraft.Who, among found: [PersonMatch], _ today: CalendarDate
    ) throws(InvalidInput) -> NoticeDraft.Who.Choice? {
        if let match = found.first(where: { $0.person.id.rawValue == chosen }) { return .known(match.person.id) }
        guard found.isEmpty || chosen == WhoPage.nobody else { return nil }
        if found.contains(where: { $0.ground == .nhsNumber }) {
            throw InvalidInput(
                "person", "This NHS number belongs to the person shown. If they are somebody else, check the number.")
        }
        _ = try typed.checkForNewRecord(today: today)
        return .new
    }

    /// What they decided in advance, what they said no to lately and who is already looking out for them: nothing more is
    /// shown before a notice.
    private func knownPerson(_ match: PersonMatch, _ visit: Visit) async throws -> KnownPerson {
        let decided = try await students.decidedInAdvance(by: match.person.id, as: visit.actor)
        let refused = try await students.refusedLately(by: match.person.id, as: visit.actor)
        let open = try await drafts.openExchanges(about: match.person.id, as: visit.actor)
        return KnownPerson(
            match, decided: decided.map(\.spoken), refused: refused.map { $0.spokenRefusal(at: visit.now) },
            open: open.map { $0.spoken(at: visit.now) })
    }
}

extension NoticeDraft.Who {
    init(_ form: Form) {
        self.init()
        (nhsNumber, givenName) = (form["nhsNumber"] ?? "", form["givenName"] ?? "")
        (familyName, birthDate) = (form["familyName"] ?? "", form.date("birthDate"))
    }
}

extension AdvanceDecision {
    /// `University of Leeds, Wellbeing: yes to risk summary, care team (3 September 2026, said face to face)`
    var spoken: String {
        let what = consent.categories.sorted().map { $0.title.lowercased() }.joined(separator: ", ")
        let day = CalendarDate(consent.recordedAt).spoken
        // Only what they saved themselves was decided in advance; the rest was said when somebody asked.
        let way = consent.route == .portal ? "decided in advance" : consent.route.title.lowercased()
        return "\(recipientName): \(consent.answer == .given ? "yes to \(what)" : "no") (\(day), \(way))"
    }
}

extension AdvanceDecision {
    /// `Wellbeing, University of Leeds: no, Fri 20 Nov, 23:40 (the student, said face to face)`
    func spokenRefusal(at now: Date) -> String {
        let moment = UKTime.short(consent.withdrawnAt ?? consent.recordedAt, now: now)
        guard consent.answer == .refused else { return "\(recipientName): yes taken back, \(moment)" }
        let (who, how) = (consent.by.kind.title.lowercased(), consent.route.title.lowercased())
        return "\(recipientName): no, \(moment) (\(who), \(how))"
    }
}

extension OpenExchange {
    func spoken(at now: Date) -> String {
        "\(kind.title), \(sender) to \(recipient), \(UKTime.relative(sentAt, to: now))"
    }
}
