import Directory
import Exchange
import Foundation
import Students
import Vocabulary

extension NoticePages {
    func saveStudent(_ visit: Visit) async throws -> Answer {
        let student = NoticeDraft.Student(visit.form)
        let isSearching = visit.form.asksToFind
        return try await save(.student, visit, studentPage) { draft in
            draft.student = student
        } check: { review in
            if !isSearching { _ = try review.notice.student.check() }
        } next: { review in
            if isSearching { return nil }
            return review.endsBecause == nil ? review.path("consent") : review.path("end")
        }
    }

    func studentPage(_ visit: Visit, _ review: DraftReview, _ state: StepState) async throws -> Answer {
        let student = review.notice.student
        var offered: [ProviderOffer] = []
        if let provider = student.provider {
            let organisation = try await directory.organisation(provider, by: visit.actor)
            offered.append(try await offer(organisation, campus: student.campus, visit))
        }
        let hasLooked = visit.form["find"] != nil || !student.search.isEmpty
        let found = hasLooked ? try await findProviders(student.search) : nil
        for match in found?.matches ?? [] where match.organisation.id != student.provider {
            offered.append(try await offer(match.organisation, campus: match.campus?.id, because: match.because, visit))
        }
        let page = StudentPage(review, state, offered: offered, found: found?.words)
        return answer("student", page, .student, state)
    }

    private func offer(
        _ organisation: Organisation, campus: CampusID?, because: String? = nil, _ visit: Visit
    ) async throws -> ProviderOffer {
        let campuses = try await directory.campuses(of: organisation.id, by: visit.actor)
        return ProviderOffer(organisation, campuses: campuses, campus: campus, because: because)
    }
}

extension Form {
    /// Whether a university is to be looked for: by the button, or by the Enter key after other letters were typed. Where
    /// they are the same Enter goes on, and a university that was chosen before never stands for one still looked for.
    fileprivate var asksToFind: Bool {
        let typed = self["search"] ?? ""
        return self["find"] != nil || (self["enter"] != nil && !typed.isEmpty && typed != self["searched"])
    }
}

extension NoticeDraft.Student {
    /// The answer "not in this list".
    static let unlisted = "unlisted"

    init(_ form: Form) {
        self.init()
        answer = form["answer"].flatMap(StudentAnswer.init)
        search = String((form["search"] ?? "").prefix(200))
        provider = form["provider"].flatMap(OrganisationID.init)
        isUnlisted = form["provider"] == Self.unlisted
        campus = provider.flatMap { form["campus-\($0)"] }.flatMap(CampusID.init)
        (distanceLearner, livesAtHome) = (form.all("living").contains("distance"), form.all("living").contains("home"))
        (safeContact, unsafeContact) = (form["safeContact"] ?? "", form["unsafeContact"] ?? "")
    }
}
