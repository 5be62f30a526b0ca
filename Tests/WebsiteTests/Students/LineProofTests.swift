import Audit
import Foundation
import Students
import Testing
import Vocabulary

@testable import Footbridge
@testable import Website

@Suite("The proof of a line in “Who has looked”")
struct LineProofTests {
    /// A notice about Mia was opened, and the record is sealed.
    private func opened(_ body: (StudentTown, String) async throws -> Void) async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            _ = try await town.site.exchanges.exchange(exchange, as: try await town.practitioner.actor())
            #expect(try await !town.student.get("/my-information/who-looked").says("Proof that this line"))
            let page = try await sealedPage(town)
            let path = try #require(page.body.firstMatch(of: /href="(\/my-information\/who-looked\/\d+\/proof)"/)?.1)
            #expect(page.says("anybody you give it to can check"))
            try await body(town, String(path))
        }
    }

    /// On PostgreSQL what other tests do can hold a round of sealing up.
    private func sealedPage(_ town: StudentTown) async throws -> TestAnswer {
        while true {
            try await town.site.installation.rounds.sealing.sealer.round()
            let page = try await town.student.get("/my-information/who-looked")
            if page.says("Proof that this line") { return page }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test("is offered to the student once the line is sealed, and holds without the database")
    func student() async throws {
        try await opened { town, path in
            let file = try await town.student.get(path)
            #expect(file.status == 200 && file.headers[.contentDisposition]?.contains("footbridge-proof-") == true)
            let proof = try JSONDecoder().decode(AuditProof.self, from: Data(file.body.utf8))
            try proof.check()
            #expect(!file.says("Maya Cole") && !file.says("cannot stay safe"))
        }
    }

    @Test("is found by nobody else: no other student, no staff here or elsewhere, nobody for a line about no student")
    func others() async throws {
        try await opened { town, path in
            let number = try #require(path.firstMatch(of: /(\d+)/).flatMap { Int($0.1) })
            let other = try await town.site.visitor(
                .student, person: PersonID(at: town.site.clock.now), name: "Ada Obi")
            #expect(try await other.get(path).status == 404)
            let students = StudentsStore(
                engine: town.site.ground.engine, keys: town.site.ground.keys, clock: town.site.clock)
            let stranger = try await town.site.visitor(
                .informationGovernanceLead, organisation: try await town.site.organisation(), name: "Sol Reyes")
            for visitor in [stranger, town.lead, town.clinician, town.practitioner] {
                #expect(try await visitor.get(path).status == 403)
                let actor = try await visitor.actor()
                await #expect(throws: NotFound.self) { try await students.proof(ofEntry: number, as: actor) }
            }
            let mia = try await town.student.actor()
            let notHers = try await town.site.ground.engine.read {
                try $0.count("SELECT MIN(seq) AS count FROM audit_entry WHERE person_id IS NULL")
            }
            await #expect(throws: NotFound.self) { try await students.proof(ofEntry: notHers, as: mia) }
            #expect(try await town.student.get("/my-information/who-looked/x/proof").status == 404)
        }
    }
}
