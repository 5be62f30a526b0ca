import Database
import Directory
import Foundation
import Students
import Vocabulary

/// What a student answered about sharing, as a record system hands it on: their own answer, standing until they change it.
public struct ConsentReport: Sendable {
    public let person: PersonID
    /// The team that was named to them; the organisation alone where it has not joined.
    public let recipient: SharingRecipient
    public let isYes: Bool
    public let categories: Set<InformationCategory>
    public let route: ConsentRoute
    public let capacity: Capacity
    public let inCrisis: Bool
    public let saidAt: Date
    public let expiresAt: Date?
    /// Which words were put to them.
    public let words: String

    public init(
        of person: PersonID, to recipient: SharingRecipient, isYes: Bool, categories: Set<InformationCategory>,
        route: ConsentRoute, capacity: Capacity, inCrisis: Bool, saidAt: Date, expiresAt: Date?, words: String
    ) {
        (self.person, self.recipient, self.isYes, self.categories) = (person, recipient, isYes, categories)
        (self.route, self.capacity, self.inCrisis) = (route, capacity, inCrisis)
        (self.saidAt, self.expiresAt, self.words) = (saidAt, expiresAt, words)
    }

    /// What is handed on later is entered by a person, who can look what was said since, in seconds.
    static let patience: TimeInterval = 86_400

    fileprivate var answer: NewConsent {
        NewConsent(
            to: recipient, for: nil, isYes ? .given : .refused, categories: categories, route: route,
            capacity: capacity, inCrisis: inCrisis, expiresAt: expiresAt)
    }
}

extension ExchangeStore {
    /// Keeps a student's answer in the name of the clinician who asked, with no more than the page would let through.
    /// - Throws: `InvalidInput` on `patient`, `dateTime`, `capacity`, `recipient`, `categories` or `expiresAt`; `Conflict`
    ///   where it is on record already, or is a yes and the student has answered since.
    public func record(_ report: ConsentReport, by actor: Actor) async throws -> ConsentID {
        try actor.require(.recordConsent)
        let (keys, now) = (keys, clock.now)
        return try await engine.write { database in
            try ConsentCheck(report: report, actor: actor, now: now, keys: keys, database: database).check()
            return try StudentsStore.recordConsent(
                report.answer, of: report.person, words: report.words, said: report.saidAt, by: actor, at: now,
                keys: keys, in: database
            ).id
        }
    }
}

/// What the page sees to by asking one thing after another.
private struct ConsentCheck {
    let report: ConsentReport
    let actor: Actor
    let now: Date
    let keys: KeyRing
    let database: any Reading

    func check() throws {
        try checkMoment()
        try checkPerson()
        try checkRecipient()
        try checkOrder()
    }

    /// What was said counts from when it was said, whichever way was slower to hand it on.
    private func checkOrder() throws {
        let answers = try StudentsStore.consents(of: report.person, keys: keys, in: database)
        guard !answers.contains(where: report.repeats) else {
            throw Conflict("This answer is on record already. Nothing was kept twice.")
        }
        guard !answers.contains(where: report.isOvertaken) else {
            throw Conflict("The student has answered about this university since. Nothing was kept.")
        }
    }

    private func checkMoment() throws(InvalidInput) {
        guard report.saidAt <= now, report.saidAt > now - ConsentReport.patience else {
            throw InvalidInput(
                "dateTime", "This must be within the last day. What was said before, a person enters on the page.")
        }
    }

    /// Whom the team has told something about, and who is able to decide (Mental Capacity Act 2005 s 1; Gillick below 16).
    private func checkPerson() throws {
        let known = try database.row(
            """
            SELECT e.id FROM exchange e WHERE e.person_id = \(report.person) AND \(sql: try ExchangeScope.sent(by: actor))
            LIMIT 1
            """
        )
        guard known != nil else {
            throw InvalidInput("patient", "This must be somebody whom your team has sent something about.")
        }
        let person = try StudentsStore.person(report.person, keys: keys, in: database)
        guard report.capacity.isAble(age: person.age(on: CalendarDate(now))) else {
            throw InvalidInput(
                "capacity", "Who cannot decide, or is under 16 and was not found able to, is asked about on the page.")
        }
    }

    private func checkRecipient() throws {
        let status = try StudentsStore.status(of: report.person, keys: keys, in: database)?.status
        guard let status, status.answer == .yes, status.providerID == report.recipient.organisationID else {
            throw InvalidInput(
                "recipient", "The student is not on record as one of this university. That is asked on the page first.")
        }
        let team = try DirectoryStore.recipientTeam(
            for: report.recipient.organisationID, campus: status.campusID, purpose: .notices, at: now, in: database)
        guard SharingRecipient(team) == report.recipient else {
            throw InvalidInput("recipient", "This must be the team that would be told, as it is named to the student.")
        }
    }
}
