import Exchange
import FHIR
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Patients, searched for by who they are")
struct PatientSearchTests {
    @Test("are found by names and day of birth, by both sides' systems, among those told to them")
    func found() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            let asked = [
                "family=lund": 1, "family=LUN": 1, "family=und": 0, "family:contains=und": 1, "family:exact=Lund": 1,
                "family:exact=lund": 0, "given=mi": 1, "name=Mia+Lund": 1, "name=lund": 1, "family=L%C3%BCnd": 1,
                "family=smith,lund": 1, "family=lund&given=mia&birthdate=2006-03-09": 1, "family=lund&given=ben": 0,
                "birthdate=2006": 1, "birthdate=2006-03-08": 0, "birthdate=gt2006-03-08&birthdate=lt2006-03-10": 1,
                "birthdate=ge2007": 0, "family=lund&_id=\(trust.world.student)": 1,
                "family=ben&_id=\(trust.world.student)": 0, "family=lund&_summary=count": 1,
            ]
            for system in [trust, try await trust.university()] {
                for (form, total) in asked {
                    #expect(try Reply(try await system.searched(form)).total == total, "\(form)")
                }
                for bad in ["birthdate=yesterday", "birthdate=2006-03-09T10:00:00Z", "name:missing=true", "colour=a"] {
                    #expect(try await system.searched(bad).status == 400, "\(bad)")
                }
            }
        }
    }

    @Test("are found by NHS number by the sender alone, who is shown it")
    func number() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.giveNumber()
            _ = try await trust.world.acknowledged()
            let asked = [
                "identifier=9434765919": 1, "identifier=https://fhir.nhs.uk/Id/nhs-number|9434765919": 1,
                "identifier=https://elsewhere.example|9434765919": 0, "identifier=9990000018": 0, "identifier=1": 0,
                "identifier=9434765919&family=lund": 1, "identifier=9434765919&family=smith": 0,
            ]
            let university = try await trust.university()
            for (form, total) in asked {
                #expect(try Reply(try await trust.searched(form)).total == total, "\(form)")
                #expect(try Reply(try await university.searched(form)).total == 0, "\(form)")
            }
        }
    }

    @Test("are not searched for in an address, which says what to do instead and not what was looked for")
    func address() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            for query in [
                "family=Lund", "family:exact=Lund", "name=Lund", "given=Lund", "identifier=Lund", "birthdate=Lund",
            ] {
                for prefer in ["handling=strict", "handling=lenient"] {
                    let read = try await trust.fhir("Patient?\(query)", headers: ["Prefer": prefer])
                    let posted = try await trust.searched("_count=1", in: "?\(query)", headers: ["Prefer": prefer])
                    for answer in [read, posted] {
                        #expect(answer.status == 400 && answer.says("POST /fhir/R4/Patient/_search"), "\(query)")
                        #expect(!answer.says("Lund"))
                        _ = try Reply(answer)
                    }
                }
            }
            let statement = try await trust.call(.get, "/fhir/R4/metadata", token: nil)
            #expect(statement.says("Only in the form body of POST /fhir/R4/Patient/_search"))
        }
    }

    @Test("come in pages whose links say nothing of the question, and are good for the system that asked")
    func pages() async throws {
        try await ConnectedSystem.with { trust in
            for name in ["Lundgren", "Lundy"] { try await trust.another(named: name) }
            _ = try await trust.world.acknowledged()
            let first = try await trust.searched("family=lund&_count=1")
            let other = try await trust.university()
            var (seen, reply) = (try Reply(first).ids, try Reply(first))
            while let next = reply.next {
                #expect(next.hasPrefix("Patient?_page=") && !next.lowercased().contains("lund"))
                #expect(try await other.fhir(next).status == 400)
                #expect(try await trust.fhir(next + "&_count=2").status == 400)
                reply = try await trust.read(next)
                #expect(reply.total == 3)
                seen += reply.ids
            }
            #expect(seen.count == 3 && Set(seen).count == 3)
            let links = try Reply(first).value["link"]?.items ?? []
            let own = try #require(links.first { $0["relation"]?.string == "self" }?["url"]?.string)
            #expect(!own.lowercased().contains("lund"))
            let again = try await trust.read("Patient?\(try #require(own.split(separator: "?").last))")
            #expect(again.ids == [seen[0]])
            let place = try #require(try Reply(first).next?.split(separator: "=").last)
            let posted = try Reply(try await trust.searched("family=lund&_count=1&_page=\(place)"))
            #expect(posted.ids == [seen[1]])
            #expect(try await trust.searched("family=lundy&_count=1&_page=\(place)").status == 400)
        }
    }

    @Test("keep what a misspelt parameter said out of links, too")
    func misspelt() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            let lenient = ["Prefer": "handling=lenient"]
            let answer = try await trust.searched("familly=Lund&_count=1", headers: lenient)
            let links = try Reply(answer).value["link"]?.items ?? []
            #expect(!links.isEmpty && links.allSatisfy { !($0["url"]?.string ?? "").contains("Lund") })
        }
    }

    @Test("are nobody's to find to whom they are not told: another team, another organisation, or before and after")
    func denied() async throws {
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            try await trust.giveNumber()
            let unopened = try await world.send()
            try await Self.expectNobody(university)
            _ = try await world.sam.get("/exchanges/\(unopened)")
            #expect(try Reply(try await university.searched("family=lund")).total == 1)
            try await world.store.enterInError(unopened, reason: "Another Mia", by: try await world.nurse.actor())
            try await Self.expectNobody(university)
            let withdrawn = try await world.acknowledged()
            #expect(try Reply(try await university.searched("family=lund")).total == 1)
            try await trust.withdraw(withdrawn)
            try await Self.expectNobody(university)
            let organisation = try await world.site.organisation()
            let foreign = try await trust.another(of: organisation, team: try await trust.newTeam(of: organisation))
            let ward = try await trust.another(of: world.trust, team: try await trust.newTeam(of: world.trust))
            for system in [foreign, ward] { try await Self.expectNobody(system) }
            #expect(try Reply(try await trust.searched("identifier=9434765919")).total == 1)
            let blind = try await trust.another(of: world.trust, team: world.crisisTeam, scopes: [.exchanges])
            #expect(try await blind.searched("family=lund").status == 403)
        }
    }

    private static func expectNobody(_ system: ConnectedSystem) async throws {
        for form in ["family=lund", "birthdate=2006-03-09", "identifier=9434765919", "name:contains=a"] {
            let reply = try Reply(try await system.searched(form))
            #expect(reply.total == 0 && reply.ids.isEmpty, "\(form)")
        }
    }

    @Test("are not there while a message about them waits for a decision")
    func held() async throws {
        try await ConnectedSystem.with { trust in
            let held = try await trust.post(TestMessage().text)
            #expect(held.status == 200)
            for form in ["family=whitby", "identifier=9434765919", "birthdate=2006-04-03"] {
                let found = try Reply(try await trust.searched(form))
                #expect(found.total == 0, "\(form)")
            }
        }
    }

    @Test("are named in no entry of the record of acts, which has that they were fetched")
    func record() async throws {
        try await ConnectedSystem.with { trust in
            _ = try await trust.world.acknowledged()
            _ = try await trust.searched("family=lund&given=mia")
            let acts = try await trust.site.ground.engine.read { database in
                try database.rows("SELECT action, detail FROM audit_entry").map { row in
                    "\(try row("action") as String) \(try row("detail") as String)".lowercased()
                }
            }
            #expect(acts.contains { $0.hasPrefix("exchange.collected") })
            #expect(acts.allSatisfy { !$0.contains("lund") && !$0.contains("mia") })
        }
    }

    @Test("leave word in the record of each question who they are, also where nobody is shown: its kind and how many")
    func traces() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.giveNumber()
            _ = try await trust.world.acknowledged()
            let asked = [
                ("family=nobody", "name", 0), ("family=lund&_summary=count", "name", 1),
                ("identifier=9434765919&birthdate=2006-03-08", "nhsNumber,birthDate", 0),
            ]
            for (form, kinds, found) in asked {
                let before = try await trust.traces()
                #expect(try await trust.searched(form).status == 200, "\(form)")
                let left = try await trust.traces().dropFirst(before.count)
                #expect(left.count == 1, "\(form)")
                let detail = try JSONDecoder().decode([String: String].self, from: Data((left.first ?? "{}").utf8))
                #expect(detail["by"] == kinds && detail["found"] == String(found), "\(form)")
            }
            _ = try await trust.searched("_id=\(trust.world.student)")
            #expect(try await trust.traces().count == asked.count)
        }
    }

    @Test("are looked for in the latest exchanges, and by number in all")
    func reach() async throws {
        try await ConnectedSystem.with { trust in
            try await trust.giveNumber()
            _ = try await trust.world.send()
            trust.site.clock.advance(by: 60)
            try await trust.another(named: "Lundy")
            let (store, actor) = (trust.world.store, try await trust.actor())
            var query = PersonQuery()
            query.names = [NameWish(.family, .begins, ["lund"])]
            #expect(try await store.people(meantBy: query, within: 2, as: actor).count == 2)
            let near = try await store.people(meantBy: query, within: 1, as: actor)
            #expect(near.count == 1 && !near.contains(trust.world.student))
            query.numbers = [try NHSNumber("9434765919")]
            #expect(try await store.people(meantBy: query, within: 1, as: actor) == [trust.world.student])
            #expect(try await store.hasMore(than: 1, as: actor))
            #expect(try await !store.hasMore(than: 2, as: actor))
            let practitioner = try await trust.world.sam.actor()
            await #expect(throws: Forbidden.self) { try await store.people(meantBy: query, as: practitioner) }
            await #expect(throws: Forbidden.self) { try await store.hasMore(as: practitioner) }
        }
    }
}

extension ConnectedSystem {
    /// Searches for patients by a form.
    func searched(
        _ form: String, in query: String = "", headers: [String: String] = [:]
    ) async throws -> TestAnswer {
        let kind = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await fhir("Patient/_search\(query)", .post, form, headers: kind.merging(headers) { $1 })
    }

    /// What was kept of questions who somebody is, about nobody in particular, the oldest first.
    fileprivate func traces() async throws -> [String] {
        try await site.ground.engine.read { database in
            try database.rows(
                """
                SELECT detail FROM audit_entry WHERE action = 'person.looked_up' AND role = 'recordSystem'
                    AND person_id IS NULL AND subject_id IS NULL ORDER BY seq
                """
            ).map { try $0("detail") }
        }
    }

    /// The student's NHS number is on record.
    func giveNumber() async throws {
        let (keys, student) = (site.ground.keys, world.student)
        try await site.ground.engine.write {
            try $0.execute(
                """
                UPDATE person SET nhs_number_sealed = \(keys.seal("9434765919", "person.nhs_number")),
                    nhs_number_index = \(keys.blindIndex("9434765919", "person.nhs_number"))
                WHERE id = \(student)
                """)
        }
    }

    /// Something is sent about another student.
    @discardableResult
    func another(named family: String) async throws -> PersonID {
        let (id, keys, person) = (try await world.send(), site.ground.keys, PersonID(at: site.clock.now))
        try await site.ground.engine.write { [organisation] database in
            try database.execute(
                """
                INSERT INTO person (id, given_name_sealed, family_name_sealed, birth_date_sealed, name_birth_index,
                    created_by_organisation_id, created_at)
                VALUES (\(person), \(keys.seal("Ada", "person.given_name")),
                    \(keys.seal(family, "person.family_name")), \(keys.seal("2005-01-31", "person.birth_date")),
                    \(family), \(organisation), 0)
                """)
            try database.execute("UPDATE exchange SET person_id = \(person) WHERE id = \(id)")
        }
        return person
    }

    /// The student takes their yes back.
    fileprivate func withdraw(_ id: ExchangeID) async throws {
        let now = site.clock.now
        try await site.ground.engine.write {
            try $0.execute(
                """
                INSERT INTO exchange_event (id, exchange_id, seq, kind, at, detail)
                VALUES (\(ExchangeEventID(at: now)), \(id), 99, 'consentWithdrawn', \(now), '{}')
                """)
        }
    }
}
