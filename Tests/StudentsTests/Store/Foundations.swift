import Database
import Foundation
import Students
import Vocabulary

/// The rows that a town begins with.
struct Foundations: Sendable {
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

    init(keys: KeyRing, now: Date, in database: any Writing) throws {
        func organisation(_ name: String, _ kind: String) throws -> OrganisationID {
            let id = OrganisationID(at: now)
            try database.execute(
                """
                INSERT INTO organisation (id, kind, name, legal_name, nation)
                VALUES (\(id), \(kind), \(name), \(name), 'england')
                """
            )
            return id
        }
        func team(_ name: String, of organisation: OrganisationID) throws -> SharingRecipient {
            let id = ServiceID(at: now)
            try database.execute(
                """
                INSERT INTO service (id, organisation_id, kind, name, updated_at)
                VALUES (\(id), \(organisation), 'wellbeing', \(name), \(now))
                """
            )
            return SharingRecipient(organisation: organisation, service: id)
        }
        func person(_ name: String, _ role: Role, _ organisation: OrganisationID?) throws -> Actor {
            let id = try Self.account(name, keys: keys, now: now, in: database)
            return Actor(accountID: id, organisationID: organisation, role: role, name: name)
        }
        trust = try organisation("Leeds Teaching Hospitals NHS Trust", "trust")
        otherTrust = try organisation("Leeds and York Partnership NHS Foundation Trust", "trust")
        let university = try organisation("University of Leeds", "provider")
        let other = try organisation("Leeds Beckett University", "provider")
        leeds = try team("Student Wellbeing", of: university)
        beckett = try team("Student Services", of: other)
        clinician = try person("Asha Patel", .clinician, trust)
        lead = try person("Priya Shah", .informationGovernanceLead, trust)
        otherClinician = try person("Tom Hill", .clinician, otherTrust)
        otherLead = try person("Grace Bell", .informationGovernanceLead, otherTrust)
        practitioner = try person("Maya Cole", .practitioner, university)
        foreignPractitioner = try person("Lee Ward", .practitioner, other)
        oper = try person("Olga Rees", .operator, nil)
    }

    static func account(_ name: String, keys: KeyRing, now: Date, in database: any Writing) throws -> AccountID {
        let id = AccountID(at: now)
        try database.execute(
            """
            INSERT INTO account (id, email_index, email_sealed, name_sealed, password_hash, created_at)
            VALUES (\(id), \(id.rawValue), \(keys.seal("a@b.example", "account.email")),
                \(keys.seal(name, "account.name")), '-', \(now))
            """
        )
        return id
    }
}
