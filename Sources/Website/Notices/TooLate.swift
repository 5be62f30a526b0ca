import Exchange
import Vocabulary

extension NoticePages {
    /// A page of a notice that has gone meanwhile, from another tab: nothing that was typed into it is lost, and nothing of it
    /// was told.
    /// - Throws: `NotFound` where the visitor has no such notice.
    func tooLate(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        let page = TooLatePage(id, try await drafts.outcome(of: id, as: visit.actor), visit.form)
        return .page("notices/too-late", page, title: page.heading, status: .conflict)
    }
}

struct TooLatePage: Sendable {
    let heading: String
    let words: String
    let typed: [TypedLine]
    let hasTyped: Bool
    let way: Link

    init(_ draft: DraftID, _ outcome: DraftOutcome, _ form: Form) {
        typed = form.typed
        hasTyped = !typed.isEmpty
        switch outcome {
        case .sent(let exchange):
            heading = "This notice has gone already"
            words =
                "It was sent from another page. What you entered here was not added to it. If something in it is wrong, or the "
                + "student has said no since, you can take it back as long as nobody has read it, or write to the team."
            way = Link("Open the notice", "/exchanges/\(exchange)")
        case .awaitsLead(let task):
            heading = "Your lead has this already"
            words = "It was handed to your information governance lead. What you entered here was not added to it."
            way = Link("See where it stands", "/notices/decisions/\(task)")
        case .notShared:
            heading = "This has ended already"
            words = "Nothing was shared. What you entered here was not kept."
            way = Link("Tell a university", "/notices")
        }
    }
}
