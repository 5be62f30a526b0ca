import Database
import Foundation
import Students
import Vocabulary

/// What was told in some exchanges, by one question of each kind for all of them together.
struct DisclosureReading {
    let now: Date
    let keys: KeyRing
    let database: any Reading

    func disclosures(_ files: [ExchangeFile]) throws -> [ExchangeID: ExchangeRecord.Disclosure] {
        if files.isEmpty { return [:] }
        let (ids, people) = (files.map(\.facts.id), Set(files.map(\.facts.personID)))
        let persons = try StudentsStore.people(people, keys: keys, in: database)
        let statuses = try StudentsStore.statuses(of: people, keys: keys, in: database)
        let (contents, requests, checklists) = (try contents(ids), try requests(files), try checklists(ids))
        let (closings, explanations) = (try closings(ids), try explanations(files.map(\.facts)))
        return try files.reduce(into: [:]) { told, file in
            let (id, person) = (file.facts.id, file.facts.personID)
            guard let student = persons[person] else { throw NotFound("person") }
            told[id] = ExchangeRecord.Disclosure(
                person: student, safeContact: statuses[person]?.status.safeContact,
                unsafeContact: statuses[person]?.status.unsafeContact,
                contents: contents[id] ?? [], requests: requests[id] ?? [],
                checklist: checklists[id] ?? [], nextSteps: closings[id]?.nextSteps,
                namedContact: closings[id]?.contact, explanation: explanations[file.facts.decisionID])
        }
    }

    /// Why each was shared, in the words of the decision as they read now.
    func explanations(_ facts: [ExchangeFacts]) throws -> [SharingDecisionID: String] {
        let rows = try database.rows(
            """
            SELECT d.id, d.explanation, CASE WHEN c.reaffirmed_at IS NULL THEN d.until_at END AS until_at
            FROM sharing_decision d LEFT JOIN consent c ON c.id = d.consent_id
            WHERE d.id IN (\(list: facts.map(\.decisionID)))
            """
        )
        return try rows.reduce(into: [:]) { found, row in
            let (id, until): (SharingDecisionID, Date?) = (try row("id"), try row("until_at"))
            found[id] = SharingDecision.explanation(try row("explanation"), until: until, at: now)
        }
    }

    /// In the order in which categories stand in every list.
    func contents(_ ids: [ExchangeID]) throws -> [ExchangeID: [ExchangeRecord.Content]] {
        try grouped("SELECT * FROM exchange_content WHERE exchange_id IN (\(list: ids))") { row in
            ExchangeRecord.Content(
                category: try row("category"), text: try keys.open(row("text_sealed"), "exchange_content.text"))
        }.mapValues { $0.sorted { $0.category < $1.category } }
    }

    func requests(_ files: [ExchangeFile]) throws -> [ExchangeID: [ExchangeRecord.Request]] {
        let answers = files.reduce(into: [ExchangeRequestID: ExchangeState.RequestAnswer]()) { all, file in
            all.merge(file.state.answers) { first, _ in first }
        }
        let ids = files.map(\.facts.id)
        return try grouped("SELECT * FROM exchange_request WHERE exchange_id IN (\(list: ids)) ORDER BY position") {
            row in
            let (id, detail): (ExchangeRequestID, Data?) = (try row("id"), try row("detail_sealed"))
            return ExchangeRecord.Request(
                id: id, kind: try row("kind"), detail: try detail.map { try keys.open($0, "exchange_request.detail") },
                answer: answers[id])
        }
    }

    private func checklists(_ ids: [ExchangeID]) throws -> [ExchangeID: [ChecklistAnswer]] {
        try grouped("SELECT * FROM exchange_checklist WHERE exchange_id IN (\(list: ids)) ORDER BY position") { row in
            let reason: Data? = try row("reason_sealed")
            return ChecklistAnswer(
                try row("step"), try row("answer"),
                reason: try reason.map { try keys.open($0, "exchange_checklist.reason") })
        }
    }

    /// What stands at the end of every notice: what comes next, and who can be asked.
    private func closings(_ ids: [ExchangeID]) throws -> [ExchangeID: (nextSteps: String?, contact: NamedContact?)] {
        let rows = try database.rows(
            "SELECT id, next_steps_sealed, named_contact_sealed FROM exchange WHERE id IN (\(list: ids))")
        return try rows.reduce(into: [:]) { closings, row in
            let (next, contact): (Data?, Data?) = (try row("next_steps_sealed"), try row("named_contact_sealed"))
            closings[try row("id")] = (
                try next.map { try keys.open($0, "exchange.next_steps") }, try contact.map(namedContact)
            )
        }
    }

    private func namedContact(_ sealed: Data) throws -> NamedContact {
        try KeptJSON.read(from: try keys.open(sealed, "exchange.named_contact"))
    }

    private func grouped<Part>(_ sql: SQL, _ read: (Row) throws -> Part) throws -> [ExchangeID: [Part]] {
        try database.rows(sql).reduce(into: [:]) { $0[try $1("exchange_id"), default: []].append(try read($1)) }
    }
}
