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
    /// What it is news about, hashed; `nil` for an update.
    let newsAbout: String?
    let system: RecordSystem
    /// Whether its team is there: for one that has closed nobody has decided anything in advance.
    let isTeamOpen: Bool
    let exchangeID: ExchangeID
    let now: Date
    let keys: KeyRing
    let database: any Writing

    /// - Parameter key: the same key is one notice.
    func go(key: String) throws -> IncomingStore.Fate {
        guard isTeamOpen, let instruction = try IncomingStore.instruction(for: system.id, in: database) else {
            return .held([.noInstruction] + incoming.heldAnyway)
        }
        let prospect = try prospect(instruction)
        let reasons = prospect.reasons(at: now) + incoming.heldAnyway
        guard reasons.isEmpty, let kind = prospect.kind, let happenedAt = prospect.happenedAt,
            let person = prospect.person, let team = prospect.team, let facts = prospect.facts
        else { return .held(reasons) }
        // Asked last: on PostgreSQL it crosses whoever keeps a message beside this one.
        let late = try newsAbout.map { try IncomingStore.lateness(about: $0, of: system, in: database) } ?? []
        if !late.isEmpty { return .held(late) }
        let recorded = try StudentsStore.recordDecision(
            on: facts, about: .known(person.id), by: system.actor, at: now, keys: keys, in: database)
        let permit = SharingPermit(recorded, at: now)
        let notice = NewNotice(
            id: exchangeID, kind: kind, urgency: instruction.urgency(saying: prospect.said), personID: person.id,
            provider: team.organisation.id, happenedAt: happenedAt,
            contents: try contents(kind, happenedAt, permitted: permit.categories),
            requests: [NewRequest(instruction.request)], senderName: prospect.senderName, idempotencyKey: key)
        let file = try ExchangeStore.sending(
            notice, decision: permit, to: team, by: system.actor, at: now, keys: keys, in: database)
        return .sent(SentMessage(file.facts, told: Set(notice.contents.keys)))
    }
}

extension UnattendedSending {
    private func prospect(_ instruction: StandingInstruction) throws -> UnattendedCase {
        var prospect = UnattendedCase(
            instruction: instruction, kind: instruction.kind(saying: incoming.kind), happenedAt: incoming.happenedAt,
            said: incoming.urgency, senderName: incoming.senderName)
        guard let person = try person() else { return prospect }
        prospect.person = person
        prospect.team = try team(of: person)
        prospect.isToldAlready = try isToldAlready(of: person)
        prospect.facts = try prospect.team.map { try facts(about: person, for: $0) }
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

    /// A corrected message tells of the same moment again, to the minute: a person enters no seconds. One that does not say
    /// what happened may tell of the same thing as any other of that moment, and what left by itself may have been one.
    private func isToldAlready(of person: Person) throws -> Bool {
        guard let happenedAt = incoming.happenedAt else { return false }
        let minute = Date(timeIntervalSince1970: (happenedAt.timeIntervalSince1970 / 60).rounded(.down) * 60)
        let alike: SQL = incoming.kind.map { "AND (kind = \($0) OR record_system_id IS NOT NULL)" } ?? ""
        return try database.row(
            """
            SELECT id FROM exchange WHERE person_id = \(person.id) \(sql: alike)
                AND sender_organisation_id = \(system.organisationID)
                AND happened_at >= \(minute) AND happened_at < \(minute + 60) LIMIT 1
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
    private func contents(
        _ kind: ExchangeKind, _ happenedAt: Date, permitted: Set<InformationCategory>
    ) throws -> [InformationCategory: String] {
        let origin = try DraftReview.Origin.of(system.actor, in: database)
        return permitted.reduce(into: [:]) { contents, category in
            contents[category] = origin.words(on: category, kind, happenedAt, written: incoming.texts[category])
        }
    }
}
