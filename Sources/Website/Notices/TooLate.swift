import Exchange
import Vocabulary

extension NoticePages {
    /// A page of a notice that has gone meanwhile, from another tab: nothing that was typed into it is lost, and nothing of it
    /// was told.
    /// - Throws: `NotFound` where there is no such notice of the visitor's, and nothing was typed.
    func tooLate(_ visit: Visit) async throws -> Answer {
        let id: DraftID = try visit.id()
        do {
            let page = TooLatePage(try await drafts.outcome(of: id, as: visit.actor), of: id, visit.form)
            return .page("notices/too-late", page, title: page.heading, status: .conflict)
        } catch let missing as NotFound {
            let page = TooLatePage(goneWith: visit.form)
            guard page.hasTyped else { throw missing }
            return .page("notices/too-late", page, title: page.heading, status: .notFound)
        }
    }
}

struct TooLatePage: Sendable {
    let heading: String
    let words: String
    let typed: [TypedLine]
    let hasTyped: Bool
    let way: Link

    private init(_ heading: String, _ words: String, _ way: Link, _ form: Form) {
        (self.heading, self.words, self.way, typed) = (heading, words, way, form.typed)
        hasTyped = !typed.isEmpty
    }

    /// The draft is there no more, or was never the visitor's, who sees nothing but their own words either way.
    init(goneWith form: Form) {
        self.init(
            "This draft is gone",
            "It was deleted, it has ended, or it is older than 24 hours. What you entered here was not kept.",
            Link("Tell a university", "/notices"), form)
    }

    init(_ outcome: DraftOutcome, of id: DraftID, _ form: Form) {
        switch outcome {
        case .sent(let exchange):
            self.init(
                "This notice has gone already",
                "It left from another page. What you entered here was not added to it. Open the notice to see where it stands: "
                    + "as long as nobody has read it, it can be taken back, and a message to the team can say what is missing.",
                Link("Open the notice", "/exchanges/\(exchange)"), form)
        case .awaitsLead(let task):
            self.init(
                "Your lead has this already",
                "It was handed to your information governance lead. What you entered here was not added to it.",
                Link("See where it stands", "/notices/decisions/\(task)"), form)
        case .notShared(.ranOut):
            self.init(
                "This draft ran out, and nobody was told",
                "A draft waits for 24 hours, and this one had not been sent by then. What you entered here was not kept. If the "
                    + "university is to be told, begin again: what you had typed stands below until you leave this page.",
                Link("Begin again", "/notices"), form)
        case .notShared(let reason):
            self.init(
                "This ended, nothing was shared",
                "\(reason.title). What you entered here was not kept, and nobody at a university was told.",
                Link("The page to print for the student", "/notices/\(id)/receipt"), form)
        }
    }
}
