import Database
import Directory
import Exchange
import Foundation
import Students
import TestSupport
import Vocabulary

@testable import Footbridge

/// One student, the trust that saw her and her university, on the running site.
struct StudentTown: Sendable {
    let site: TestSite
    let trust: OrganisationID
    let university: OrganisationID
    let team: SharingRecipient
    let mia: PersonID
    let clinician: TestVisitor
    let practitioner: TestVisitor
    let lead: TestVisitor
    let student: TestVisitor

    static func open(_ body: (StudentTown) async throws -> Void) async throws {
        try await TestSite.with(at: TestTime.fridayNight) { site in try await body(StudentTown(site)) }
    }

    private init(_ site: TestSite) async throws {
        let now = site.clock.now
        let (trust, university, service) = (OrganisationID(at: now), OrganisationID(at: now), ServiceID(at: now))
        let ward = ServiceID(at: now)
        try await site.ground.engine.write { database in
            try Self.found(
                trust, "Leeds Teaching Hospitals NHS Trust", "trust", ward, "A&E liaison team", now, database)
            try Self.found(university, "University of Leeds", "provider", service, "Student Wellbeing", now, database)
            try database.execute(
                """
                INSERT INTO contact_point (id, service_id, organisation_id, purpose, verify_every_days, verified_at)
                VALUES (\(ContactPointID(at: now)), \(service), \(university), 'notices', 90, \(now))
                """
            )
        }
        clinician = try await site.visitor(.clinician, organisation: trust, service: ward, name: "Asha Patel")
        practitioner = try await site.visitor(
            .practitioner, organisation: university, service: service, name: "Maya Cole")
        lead = try await site.visitor(.informationGovernanceLead, organisation: trust, name: "Priya Shah")
        let (keys, actor) = (site.ground.keys, try await clinician.actor())
        let new = NewPerson(
            nhsNumber: nil, givenName: "Mia", familyName: "Lund", birthDate: CalendarDate(year: 2005, month: 3, day: 9)!
        )
        let mia = try await site.ground.engine.write {
            try StudentsStore.create(new, by: actor, at: now, keys: keys, in: $0).id
        }
        student = try await site.visitor(.student, person: mia, name: "Mia Lund")
        (self.site, self.trust, self.university, self.mia) = (site, trust, university, mia)
        team = SharingRecipient(organisation: university, service: service)
    }

    private static func found(
        _ id: OrganisationID, _ name: String, _ kind: String, _ service: ServiceID, _ team: String, _ now: Date,
        _ database: any Writing
    ) throws {
        try database.execute(
            """
            INSERT INTO organisation (id, kind, name, legal_name, nation, joined_at)
            VALUES (\(id), \(kind), \(name), \(name), 'england', \(now))
            """
        )
        try database.execute(
            """
            INSERT INTO service (id, organisation_id, kind, name, telephone, updated_at)
            VALUES (\(service), \(id), 'wellbeing', \(team), '0113 243 2799', \(now))
            """
        )
        for weekday in 1...5 {
            try database.execute(
                "INSERT INTO service_hours VALUES (\(service), 'always', \(weekday), \(9 * 60), \(17 * 60))")
        }
    }

    func facts(_ episode: ExchangeID, answer: Consent, by actor: Actor) -> SharingFacts {
        SharingFacts(
            exchange: episode, sender: trust, recipient: team, recipientName: "Student Wellbeing, University of Leeds",
            wanted: [.contactHappened, .riskSummary], age: 21, answerNow: answer, atRisk: .yes, riskToOthers: .no,
            decider: Decider(actor)
        )
    }

    /// Mia said yes at A&E, and the university was told.
    func told(inCrisis: Bool = false) async throws -> (exchange: ExchangeID, consent: Consent) {
        let (actor, keys, now, town) = (try await clinician.actor(), site.ground.keys, site.clock.now, self)
        return try await site.ground.engine.write { database in
            let episode = ExchangeID(at: now)
            let yes = NewConsent(
                to: town.team, for: nil, .given, categories: [.contactHappened, .riskSummary], capacity: .has,
                inCrisis: inCrisis
            )
            let consent = try StudentsStore.recordConsent(
                yes, of: town.mia, by: actor, at: now, keys: keys, in: database)
            let facts = town.facts(episode, answer: consent, by: actor)
            let decision = try StudentsStore.recordDecision(
                on: facts, about: .known(town.mia), by: actor, at: now, keys: keys, in: database
            )
            return (try town.send(episode, decision, by: actor, at: now, keys, database), consent)
        }
    }

    private func send(
        _ episode: ExchangeID, _ decision: RecordedDecision, by actor: Actor, at now: Date, _ keys: KeyRing,
        _ database: any Writing
    ) throws -> ExchangeID {
        let notice = NewNotice(
            id: episode, kind: .presentation, urgency: .within48Hours, personID: mia, provider: university,
            happenedAt: now - 3_600,
            contents: [.contactHappened: "Seen at A&E tonight.", .riskSummary: "She fears that she cannot stay safe."],
            requests: [NewRequest(.checkInWithin48Hours)], nextSteps: "The crisis team rings tomorrow.",
            namedContact: NamedContact(name: "Grace Osei", telephone: "0113 305 5000", hours: "day and night"),
            draftedAt: now - 90, idempotencyKey: episode.rawValue
        )
        let recipient = try DirectoryStore.recipientTeam(
            for: university, campus: nil, purpose: .notices, at: now, in: database
        )
        return try ExchangeStore.send(
            notice, decision: SharingPermit(decision, at: now), to: recipient, by: actor, at: now, keys: keys,
            in: database)
    }

    /// Mia said no, and the clinician lays the case before the lead.
    func caseLaid() async throws -> DecisionTaskID {
        let (actor, keys, now, town) = (try await clinician.actor(), site.ground.keys, site.clock.now, self)
        return try await site.ground.engine.write { database in
            let no = NewConsent(to: town.team, for: nil, .refused)
            let answer = try StudentsStore.recordConsent(no, of: town.mia, by: actor, at: now, keys: keys, in: database)
            var facts = town.facts(ExchangeID(at: now), answer: answer, by: actor)
            facts.reasons = SafeguardingReasons(words: [.necessity: "She has bought the tablets."])
            let laid = DecisionCase(
                facts: facts, studentsWords: "They will throw me out if they know.",
                request: "She lives alone in halls."
            )
            return try StudentsStore.raiseTask(laid, about: town.mia, by: actor, at: now, keys: keys, in: database)
        }
    }
}

extension TestSite {
    var exchanges: ExchangeStore {
        ExchangeStore(engine: ground.engine, keys: ground.keys, clock: clock)
    }
}
