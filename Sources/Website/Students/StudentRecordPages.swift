import Exchange
import Foundation
import Students
import Vocabulary

/// A student as staff who may know of them see them: exchanges, why each was shared, who has seen what.
public struct StudentRecordPages: Feature {
    let students: StudentsStore
    let exchanges: ExchangeStore

    public init(students: StudentsStore, exchanges: ExchangeStore) {
        (self.students, self.exchanges) = (students, exchanges)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/students/:id", needs: .readExchange, record)
        site.get("/students/:id/access-log", needs: .readAccessLog, accessLog)
        site.get("/exchanges/:id/for-the-student", needs: .readExchange, sheet)
        site.post("/students/:id/agreements/:consent/end", needs: .readExchange, endAgreement)
    }

    private func record(_ visit: Visit) async throws -> Answer {
        let id: PersonID = try visit.id()
        let record = try await students.record(of: id, as: visit.actor)
        let known = try await exchanges.exchanges(about: id, as: visit.actor)
        let consents = try await students.consents(of: id, for: visit.actor)
        let page = StudentRecordPage(record, known, consents, for: visit.actor, at: visit.now)
        return .page("students/record", page, title: record.person.fullName)
    }

    private func accessLog(_ visit: Visit) async throws -> Answer {
        let id: PersonID = try visit.id()
        let entries = try await students.accessLog(of: id, as: visit.actor)
        let person = try await students.person(id, as: visit.actor)
        let page = AccessLogPage(entries, about: person, at: visit.now)
        return .page("students/access-log", page, title: "Who has looked")
    }

    /// What a clinician prints and hands over.
    private func sheet(_ visit: Visit) async throws -> Answer {
        let record = try await exchanges.exchange(try visit.id(), as: visit.actor)
        guard record.side == .sender, let sheet = StudentSheet(record, at: visit.now) else { throw NotFound("exchange") }
        return .page("students/sheet", sheet, title: "What was shared about you")
    }

    /// The student said so to a member of staff, who writes it down.
    private func endAgreement(_ visit: Visit) async throws -> Answer {
        let person: PersonID = try visit.id()
        let consent: ConsentID = try visit.id("consent")
        let known = try await students.consents(of: person, for: visit.actor)
        guard known.contains(where: { $0.consent.id == consent }) else { throw NotFound("consent") }
        do {
            try await exchanges.withdrawConsent(consent, by: visit.actor)
            return .seeOther("/students/\(person)", flash: "Written down: the student no longer agrees. Both sides are told.")
        } catch let conflict as Conflict {
            return .seeOther("/students/\(person)", flash: conflict.message)
        }
    }
}
