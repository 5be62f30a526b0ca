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
        site.post("/students/:id/agreements/:consent/end", needs: .readExchange, endAgreement)
        site.post("/students/:id/agreements/:consent/reaffirmation", needs: .readExchange, reaffirmAgreement)
        site.post("/students/:id/agreements/:consent/voiding", needs: .readExchange, voidAnswer)
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

    /// The student said so to a member of staff, who writes it down.
    private func endAgreement(_ visit: Visit) async throws -> Answer {
        try await change(visit, saying: "Written down: the student no longer agrees. Both sides are told.") { consent in
            try await exchanges.withdrawConsent(consent, by: visit.actor)
        }
    }

    private func reaffirmAgreement(_ visit: Visit) async throws -> Answer {
        try await change(visit, saying: "Written down: the student still agrees.") { consent in
            try await students.reaffirm(consent, by: visit.actor)
        }
    }

    /// Only whoever wrote an answer down can say that it was a mistake.
    private func voidAnswer(_ visit: Visit) async throws -> Answer {
        let reason = visit.form["reason"].flatMap(InvalidationReason.init)
        return try await change(visit, saying: "The answer is void. It counts as never given.") { consent in
            guard let reason else { throw Conflict("Nothing was changed: choose why the answer is void.") }
            try await students.invalidate(consent, because: reason, by: visit.actor)
        }
    }

    /// Changes an answer about this student that the caller may know of, and goes back to the record.
    private func change(
        _ visit: Visit, saying words: String, _ act: (ConsentID) async throws -> Void
    ) async throws -> Answer {
        let person: PersonID = try visit.id()
        let consent: ConsentID = try visit.id("consent")
        let known = try await students.consents(of: person, for: visit.actor)
        guard known.contains(where: { $0.consent.id == consent }) else { throw NotFound("consent") }
        do {
            try await act(consent)
            return .seeOther("/students/\(person)", flash: words)
        } catch let conflict as Conflict {
            return .seeOther("/students/\(person)", flash: conflict.message)
        }
    }
}
