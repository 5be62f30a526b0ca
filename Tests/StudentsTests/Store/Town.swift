import Accounts
import Database
import Foundation
import Students
import TestSupport
import Vocabulary

/// A trust and two universities with a team and a few people each, in a database of their own.
struct Town {
    let engine: any Engine
    let keys = KeyRing()
    let clock = MovableClock(TestTime.fridayNight)
    let students: StudentsStore
    let trust: OrganisationID
    let otherTrust: OrganisationID
    let leeds: SharingRecipient
    let beckett: SharingRecipient
    let clinician: Actor
    let lead: Actor
    let otherClinician: Actor
    let otherLead: Actor
    let practitioner: Actor
    let foreignPractitioner: Actor
    let oper: Actor

    static func open(_ body: (Town) async throws -> Void) async throws {
        try await withDatabase { engine in try await body(Town(engine)) }
    }

    init(_ engine: any Engine) async throws {
        self.engine = engine
        students = StudentsStore(engine: engine, keys: keys, clock: clock)
        let (keys, now) = (keys, clock.now)
        let built = try await engine.write { try Foundations(keys: keys, now: now, in: $0) }
        (trust, otherTrust, leeds, beckett) = (built.trust, built.otherTrust, built.leeds, built.beckett)
        (clinician, lead, otherClinician) = (built.clinician, built.lead, built.otherClinician)
        (otherLead, practitioner, foreignPractitioner) = (
            built.otherLead, built.practitioner, built.foreignPractitioner
        )
        oper = built.oper
    }

    static let samReed = NewPerson(
        nhsNumber: try? NHSNumber("943 476 5919"), givenName: "Sam", familyName: "Reed",
        birthDate: CalendarDate(year: 2005, month: 3, day: 9)!
    )

    /// Sam, put on record by the clinician.
    func sam() async throws -> PersonID { try await create(Self.samReed) }

    func create(_ new: NewPerson, by actor: Actor? = nil) async throws -> PersonID {
        let (actor, now) = (actor ?? clinician, clock.now)
        return try await engine.write { [keys] in
            try StudentsStore.create(new, by: actor, at: now, keys: keys, in: $0).id
        }
    }

    /// The account with which a person looks at their own record.
    func signIn(_ person: PersonID, name: String = "Sam Reed") async throws -> Actor {
        let now = clock.now
        return try await engine.write { [keys] database in
            let id = try Foundations.account(name, keys: keys, now: now, in: database)
            return Actor(accountID: id, organisationID: nil, role: .student, personID: person, name: name)
        }
    }

    @discardableResult
    func record(_ new: NewConsent, of person: PersonID, by actor: Actor? = nil) async throws -> Consent {
        let (actor, now) = (actor ?? clinician, clock.now)
        return try await engine.write { [keys] in
            try StudentsStore.recordConsent(new, of: person, by: actor, at: now, keys: keys, in: $0)
        }
    }

    /// A consent of a person, and an exchange that was sent by it.
    func told(_ new: NewConsent, about person: PersonID) async throws -> Consent {
        let consent = try await record(new, of: person)
        let decision = try await engine.write {
            [keys, facts = facts(new.exchangeID, answer: consent), now = clock.now, clinician] in
            try StudentsStore.recordDecision(
                on: facts, about: .known(person), by: clinician, at: now, keys: keys, in: $0
            ).decision
        }
        try await exchange(about: person, events: ["sent"], by: decision)
        return consent
    }

    func consents(of person: PersonID) async throws -> [Consent] {
        try await engine.read { [keys] in try StudentsStore.consents(of: person, keys: keys, in: $0) }
    }

    func facts(_ episode: ExchangeID? = nil, answer: Consent? = nil) -> SharingFacts {
        SharingFacts(
            exchange: episode ?? ExchangeID(at: clock.now), sender: trust, recipient: leeds,
            recipientName: "University of Leeds, Student Wellbeing", wanted: [.contactHappened, .riskSummary], age: 21,
            answerNow: answer, atRisk: .yes, riskToOthers: .no, decider: Decider(clinician)
        )
    }

    /// An exchange row as `Exchange` writes it, as far as this feature looks at it.
    @discardableResult
    func exchange(
        about person: PersonID, events: [String] = [], by decision: SharingDecision? = nil
    ) async throws -> ExchangeID {
        let (id, now) = (decision?.exchangeID ?? ExchangeID(at: clock.now), clock.now)
        try await engine.write { [self] database in
            try database.execute(
                """
                INSERT INTO exchange (id, reference, kind, urgency, person_id, sender_organisation_id,
                    sender_service_id, sender_account_id, recipient_organisation_id, recipient_service_id, route,
                    sharing_decision_id, happened_at, created_at, idempotency_key)
                VALUES (\(id), \(id.rawValue), 'presentation', 'immediately', \(person), \(trust), 'x',
                    \(clinician.accountID), \(leeds.organisationID), \(leeds.serviceID), 'holder', \(decision?.id.rawValue ?? "x"), \(now), \(now),
                    \(id.rawValue))
                """
            )
            try database.execute(
                "INSERT INTO exchange_team (exchange_id, service_id) VALUES (\(id), \(leeds.serviceID))"
            )
            for (seq, kind) in events.enumerated() {
                try database.execute(
                    """
                    INSERT INTO exchange_event (id, exchange_id, seq, kind, at, detail)
                    VALUES (\(ExchangeEventID(at: now)), \(id), \(seq + 1), \(kind), \(now), '{}')
                    """
                )
            }
        }
        return id
    }

    func outbox(_ topic: String) async throws -> [OrganisationID?] {
        try await engine.read { database in
            try database.rows("SELECT recipient_organisation_id FROM outbox_entry WHERE topic = \(topic)")
                .map { try $0("recipient_organisation_id") }
        }
    }

    func audited(_ action: String) async throws -> Int {
        try await engine.read { try $0.count("SELECT count(*) AS count FROM audit_entry WHERE action = \(action)") }
    }
}
