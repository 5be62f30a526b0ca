import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    func receipt(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        switch try await drafts.outcome(of: id, as: visit.actor) {
        case .sent(let exchange):
            let record = try await exchanges.exchange(exchange, as: visit.actor)
            return .page("notices/receipt", ReceiptPage(id, record), title: "Receipt \(record.facts.reference)")
        case .awaitsLead(let task): return .seeOther("/notices/decisions/\(task)")
        case .notShared(let reason):
            let page = EndedPage(reason)
            return .page("notices/ended", page, title: page.heading)
        }
    }

    /// A call made after sending.
    func recordCall(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        let (exchange, record) = try await sent(id, visit)
        let call = NoticeDraft.Call(visit.form)
        do {
            guard let made = try call.check(needed: true) else {
                throw InvalidInput("call", "Choose what came of the call.")
            }
            let phoned = PhoneCall(
                answered: made.spokeTo != nil, spokeTo: made.spokeTo, words: made.note, key: visit.form["callKey"])
            try await exchanges.recordCall(phoned, on: exchange, by: visit.actor)
            return .seeOther("/notices/\(id)/receipt", flash: "The call is recorded.")
        } catch let fault as InvalidInput {
            let faults = FieldFaults(fault)
            let page = ReceiptPage(id, record, call: call, faults: faults)
            return .form("notices/receipt", page, title: "Receipt \(record.facts.reference)", faults)
        }
    }

    /// For the student to take away: what was shared, with whom, why, and how to change their mind.
    func studentCopy(_ visit: Visit) async throws -> Answer {
        let record = try await sent(visit.id(), visit).record
        return .page("notices/student-copy", StudentCopy(record, on: publicAddress), title: "What was shared")
    }

    /// For a university that is not on Footbridge.
    func letter(_ visit: Visit) async throws -> Answer {
        let record = try await sent(visit.id(), visit).record
        let to = try await directory.organisation(record.recipient.organisationID, by: visit.actor)
        return .page(
            "notices/letter", LetterPage(record, to: to, now: visit.now), title: "Letter \(record.facts.reference)")
    }

    private func sent(_ id: DraftID, _ visit: Visit) async throws -> (id: ExchangeID, record: ExchangeRecord) {
        guard case .sent(let exchange) = try await drafts.outcome(of: id, as: visit.actor) else {
            throw NotFound("notice")
        }
        return (exchange, try await exchanges.exchange(exchange, as: visit.actor))
    }
}
