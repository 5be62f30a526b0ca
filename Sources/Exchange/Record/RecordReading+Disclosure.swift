import Database
import Foundation
import Students
import Vocabulary

extension RecordReading {
    /// What was told.
    func disclosure() throws -> ExchangeRecord.Disclosure {
        let id = file.facts.id
        let kept = try database.row("SELECT next_steps_sealed, named_contact_sealed FROM exchange WHERE id = \(id)")
        let status = try StudentsStore.status(of: file.facts.personID, keys: keys, in: database)
        let next: Data? = try kept?("next_steps_sealed")
        let contact: Data? = try kept?("named_contact_sealed")
        return ExchangeRecord.Disclosure(
            person: try StudentsStore.person(file.facts.personID, keys: keys, in: database),
            safeContact: status?.status.safeContact, unsafeContact: status?.status.unsafeContact,
            contents: try contents(), requests: try requests(), checklist: try checklist(),
            nextSteps: try next.map { try keys.open($0, "exchange.next_steps") },
            namedContact: try contact.map(namedContact), explanation: try explanation()
        )
    }

    func contents() throws -> [ExchangeRecord.Content] {
        let rows = try database.rows("SELECT * FROM exchange_content WHERE exchange_id = \(file.facts.id)")
        return try rows.map {
            ExchangeRecord.Content(
                category: try $0("category"), text: try keys.open($0("text_sealed"), "exchange_content.text")
            )
        }.sorted { $0.category < $1.category }
    }

    func requests() throws -> [ExchangeRecord.Request] {
        let rows = try database.rows(
            "SELECT * FROM exchange_request WHERE exchange_id = \(file.facts.id) ORDER BY position"
        )
        return try rows.map { row in
            let (id, detail): (ExchangeRequestID, Data?) = (try row("id"), try row("detail_sealed"))
            return ExchangeRecord.Request(
                id: id, kind: try row("kind"), detail: try detail.map { try keys.open($0, "exchange_request.detail") },
                answer: file.state.answers[id]
            )
        }
    }

    private func checklist() throws -> [ChecklistAnswer] {
        let rows = try database.rows(
            "SELECT * FROM exchange_checklist WHERE exchange_id = \(file.facts.id) ORDER BY position"
        )
        return try rows.map { row in
            let reason: Data? = try row("reason_sealed")
            return ChecklistAnswer(
                try row("step"), try row("answer"),
                reason: try reason.map { try keys.open($0, "exchange_checklist.reason") }
            )
        }
    }

    private func namedContact(_ sealed: Data) throws -> NamedContact {
        let json = try keys.open(sealed, "exchange.named_contact")
        return try JSONDecoder().decode(NamedContact.self, from: Data(json.utf8))
    }

    func explanation() throws -> String? {
        try database.row("SELECT explanation FROM sharing_decision WHERE id = \(file.facts.decisionID)")
            .map { try $0("explanation") }
    }
}
