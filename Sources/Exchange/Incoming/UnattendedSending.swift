import Accounts
import Database
import Directory
import Foundation
import Students
import Vocabulary

/// A message that leaves with no person looking, or does not: within the transaction that keeps it, by the rules and the
/// store methods of the pages.
struct UnattendedSending {
    let incoming: IncomingNotice
    let system: RecordSystem
    let exchangeID: ExchangeID
    let now: Date
    let keys: KeyRing
    let database: any Writing

    /// - Parameter key: the same key is one notice.
    func go(key: String) throws -> IncomingStore.Fate {
        guard let instruction = try IncomingStore.instruction(for: system.id, in: database) else {
            return .held([.noInstruction])
        }
        let prospect = try prospect(instruction)
        let reasons = prospect.reasons(at: now)
        guard reasons.isEmpty, let person = prospect.person, let team = prospect.team,
            let notice = try notice(prospect, person, key: key)
        else { return .held(reasons) }
        let facts = try facts(about: person, for: team)
        let decision = try StudentsStore.recordDecision(
            on: facts, about: person.id, by: system.actor, at: now, keys: keys, in: database)
        let permit = SharingPermit(
            decisionID: decision.id, categories: decision.permitted(at: now), until: decision.until)
        let file = try ExchangeStore.sending(
            notice, decision: permit, to: team, by: system.actor, at: now, keys: keys, in: database)
        return .sent(SentMessage(file.facts, told: Set(notice.contents.keys)))
    }
}

extension UnattendedSending {
    private func prospect(_ instruction: StandingInstruction) throws -> UnattendedCase {
        var prospect = UnattendedCase(
            instruction: instruction, kind: incoming.kind, happenedAt: incoming.happenedAt, said: incoming.urgency,
            senderName: incoming.senderName)
        guard let person = try person() else { return prospect }
        prospect.person = person
        prospect.team = try team(of: person)
        prospect.isToldAlready = try isToldAlready(of: person)
        prospect.consents = try StudentsStore.consents(of: person.id, keys: keys, in: database)
        prospect.verdict = try prospect.team.map { SharingRule.decide(try facts(about: person, for: $0), at: now) }
        return prospect
    }

    private func person() throws -> Person? {
        guard let number = incoming.nhsNumber.flatMap({ try? NHSNumber($0) }), let born = incoming.birthDate else {
            return nil
        }
        return try StudentsStore.clearlyMeant(
            by: number, born: born, by: system.actor, at: now, keys: keys, in: database)
    }

    /// The team of the university that the message names or, where it names none, the student did. Where both do, they
    /// have to agree; and somebody who said that they are no student is nobody's.
    private func team(of person: Person) throws -> RecipientTeam? {
        let status = try StudentsStore.status(of: person.id, keys: keys, in: database)?.status
        if let status, status.answer != .yes { return nil }
        guard let provider = incoming.providerID ?? status?.providerID,
            status?.providerID == nil || status?.providerID == provider
        else { return nil }
        return try DirectoryStore.recipientTeam(
            for: provider, campus: status?.campusID, purpose: .notices, at: now, in: database)
    }

    /// A corrected message tells of the same moment again.
    private func isToldAlready(of person: Person) throws -> Bool {
        try database.row(
            """
            SELECT id FROM exchange WHERE person_id = \(person.id) AND kind = \(incoming.kind)
                AND sender_organisation_id = \(system.organisationID) AND happened_at = \(incoming.happenedAt) LIMIT 1
            """
        ) != nil
    }

    private func facts(about person: Person, for team: RecipientTeam) throws -> SharingFacts {
        var facts = SharingFacts(
            exchange: exchangeID, sender: system.organisationID, recipient: SharingRecipient(team),
            recipientName: team.title, wanted: Set(incoming.texts.keys).union([.contactHappened, .careTeam]),
            age: person.age(on: CalendarDate(now)), decider: Decider(system.actor))
        facts.consents = try StudentsStore.consents(of: person.id, keys: keys, in: database)
        facts.agreementInForce = try StudentsStore.agreementInForce(
            from: system.organisationID, to: team.organisation.id, on: CalendarDate(now), in: database)
        return facts
    }

    /// What was agreed to and nothing else, in the words that the pages would use.
    private func notice(_ prospect: UnattendedCase, _ person: Person, key: String) throws -> NewNotice? {
        guard let kind = prospect.kind, let happenedAt = prospect.happenedAt, let team = prospect.team,
            let instruction = prospect.instruction, let permitted = prospect.verdict?.outcome.categories
        else { return nil }
        let origin = try DraftReview.Origin.of(system.actor, in: database)
        let contents = permitted.reduce(into: [InformationCategory: String]()) { contents, category in
            contents[category] = origin.words(on: category, kind, happenedAt, written: incoming.texts[category])
        }
        return NewNotice(
            id: exchangeID, kind: kind, urgency: instruction.urgency(saying: prospect.said), personID: person.id,
            provider: team.organisation.id, happenedAt: happenedAt, contents: contents,
            requests: [NewRequest(instruction.request)], senderName: prospect.senderName, idempotencyKey: key)
    }
}
