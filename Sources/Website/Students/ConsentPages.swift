import Exchange
import Foundation
import Students
import Vocabulary

/// Where a student changes their mind, decides in advance and says how to be reached.
public struct ConsentPages: Feature {
    let students: StudentsStore
    let exchanges: ExchangeStore

    public init(students: StudentsStore, exchanges: ExchangeStore) {
        (self.students, self.exchanges) = (students, exchanges)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/my-information/agreements/:id/end", needs: .decideOwnSharing, askToEnd)
        site.post("/my-information/agreements/:id/end", needs: .decideOwnSharing, end)
        site.post("/my-information/agreements/:id/reaffirmation", needs: .decideOwnSharing, reaffirm)
        site.get("/my-information/in-advance", needs: .decideOwnSharing, showInAdvance)
        site.post("/my-information/in-advance", needs: .decideOwnSharing, decideInAdvance)
        site.get("/my-information/contact", needs: .decideOwnSharing, showContact)
        site.post("/my-information/contact", needs: .decideOwnSharing, saveContact)
    }

    private func askToEnd(_ visit: Visit) async throws -> Answer {
        let id: ConsentID = try visit.id()
        let own = try await students.ownConsents(as: visit.actor).first { $0.consent.id == id }
        guard let own, own.consent.answer == .given else { throw NotFound("consent") }
        let agreement = MyAgreement(own, at: visit.now)
        guard own.consent.withdrawnAt == nil else {
            return .seeOther("/my-information", flash: "You had ended this agreement already.")
        }
        return .page("students/end-agreement", agreement, title: "Stop telling \(agreement.recipient)?")
    }

    private func end(_ visit: Visit) async throws -> Answer {
        do {
            let done = try await exchanges.withdrawConsent(try visit.id(), by: visit.actor)
            return .seeOther("/my-information", flash: Self.words(done))
        } catch is Conflict {
            return .seeOther("/my-information", flash: "You had ended this agreement already.")
        }
    }

    private func reaffirm(_ visit: Visit) async throws -> Answer {
        do {
            try await students.reaffirm(try visit.id(), by: visit.actor)
            return .seeOther("/my-information", flash: "Thank you. Your agreement goes on until you change your mind.")
        } catch let conflict as Conflict {
            return .seeOther("/my-information", flash: conflict.message)
        }
    }

    private static func words(_ done: Withdrawal) -> String {
        var sentences = ["Your agreement has ended. Nothing new is told because of it."]
        if !done.recalled.isEmpty {
            let were = done.recalled.count == 1 ? "was" : "were"
            sentences.append(
                "\(UKTime.count(done.recalled.count, "notice")) \(were) called back before anybody opened it.")
        }
        if !done.marked.isEmpty {
            sentences.append("Those who had read something already are told that you no longer agree.")
        }
        return sentences.joined(separator: " ")
    }
}

// MARK: - In advance

extension ConsentPages {
    private func showInAdvance(_ visit: Visit) async throws -> Answer {
        let form = AdvanceForm(team: visit.query["team"], chosen: [], asking: nil)
        return .page("students/in-advance", try await advancePage(form, visit), title: "Decide in advance")
    }

    private func decideInAdvance(_ visit: Visit) async throws -> Answer {
        let form = AdvanceForm(
            team: visit.form["team"], chosen: visit.form.all("categories"), asking: visit.form["asking"])
        do {
            let teams = try await students.teamsToDecideFor(as: visit.actor)
            let (team, categories) = try form.checked(among: teams)
            try await students.decideInAdvance(
                categories, for: team.recipient, withoutAsking: form.asking == AdvanceForm.atOnce, by: visit.actor)
            let words =
                categories.isEmpty
                ? "Saved. \(team.name) is told nothing new, unless you change your mind or, where somebody is in danger, "
                    + "a governance lead of the NHS decides otherwise. What they were told before stays with them: below you "
                    + "can stop that too."
                : "Saved. \(team.name) may be told what you chose, and nothing else."
            return .seeOther("/my-information", flash: words)
        } catch let invalid as InvalidInput {
            let faults = FieldFaults(invalid)
            let page = try await advancePage(form, visit, faults)
            return .form("students/in-advance", page, title: "Decide in advance", faults)
        }
    }

    private func advancePage(
        _ form: AdvanceForm, _ visit: Visit, _ faults: FieldFaults = FieldFaults()
    ) async throws -> AdvancePage {
        AdvancePage(
            form, teams: try await students.teamsToDecideFor(as: visit.actor),
            own: try await students.ownConsents(as: visit.actor), faults: faults, at: visit.now
        )
    }
}

// MARK: - How to be reached

extension ConsentPages {
    private func showContact(_ visit: Visit) async throws -> Answer {
        guard let person = visit.actor.personID else { throw NotFound("person") }
        let status = try await students.status(of: person, as: visit.actor)?.status
        let page = ContactWaysPage(safe: status?.safeContact, unsafe: status?.unsafeContact)
        return .page("students/contact", page, title: "How to reach me")
    }

    private func saveContact(_ visit: Visit) async throws -> Answer {
        let (safe, unsafe) = (visit.form["safeContact"], visit.form["unsafeContact"])
        do {
            try await students.setContactWays(safe: safe, unsafe: unsafe, by: visit.actor)
            return .seeOther(
                "/my-information",
                flash:
                    "Saved. Whoever looks out for you now sees it too, and whoever gets a notice about you from now on."
            )
        } catch let invalid as InvalidInput {
            let faults = FieldFaults(invalid)
            let page = ContactWaysPage(safe: safe, unsafe: unsafe, faults: faults)
            return .form("students/contact", page, title: "How to reach me", faults)
        }
    }
}
