import Exchange
import Foundation
import Students
import Vocabulary

/// Where an information governance lead decides about sharing without consent.
public struct DecisionPages: Feature {
    let students: StudentsStore
    let drafts: DraftStore

    public init(students: StudentsStore, drafts: DraftStore) {
        (self.students, self.drafts) = (students, drafts)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/decisions", needs: .decideWithoutConsent, list)
        site.get("/decisions/:id", needs: .decideWithoutConsent, show)
        site.post("/decisions/:id", needs: .decideWithoutConsent, decide)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        guard visit.actor.may(.decideWithoutConsent) else { return [] }
        let waiting = try await students.waitingTasks(as: visit.actor)
        return [NavigationItem("Decisions", "/decisions", count: waiting)]
    }

    private func list(_ visit: Visit) async throws -> Answer {
        let page = DecisionListPage(
            waiting: try await students.tasks(answered: false, as: visit.actor),
            answered: try await students.tasks(answered: true, as: visit.actor), at: visit.now
        )
        return .page("students/decisions", page, title: "Decisions")
    }

    private func show(_ visit: Visit) async throws -> Answer {
        let task = try await students.task(try visit.id(), as: visit.actor)
        let made = try await students.decision(in: task, as: visit.actor)
        let page = DecisionPage(task, DecisionForm(task), made, at: visit.now)
        return .page("students/decision", page, title: "Decision")
    }

    private func decide(_ visit: Visit) async throws -> Answer {
        let id: DecisionTaskID = try visit.id()
        let form = DecisionForm(visit.form)
        do {
            let decision = try await students.answer(id, try form.answer(), by: visit.actor)
            try await drafts.releaseDecided(id)
            return .seeOther("/decisions/\(id)", flash: Self.words(decision))
        } catch let invalid as InvalidInput {
            let task = try await students.task(id, as: visit.actor)
            let faults = FieldFaults(invalid)
            let page = DecisionPage(task, form, faults: faults, at: visit.now)
            return .form("students/decision", page, title: "Decision", faults)
        } catch let conflict as Conflict {
            return .seeOther("/decisions/\(id)", flash: conflict.message)
        }
    }

    private static func words(_ decision: SharingDecision) -> String {
        decision.outcome == .shared
            ? "Decided: it is shared, with your reasons, and was sent. The clinician has been told."
            : "Decided: nothing is shared. The clinician has been told."
    }
}
