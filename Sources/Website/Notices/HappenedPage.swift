import Exchange
import Students
import Vocabulary

struct HappenedPage: Sendable {
    let frame: StepFrame
    let errorSummary: ErrorSummary?
    /// Who will read what is written here.
    let readers: String
    let awaitsLead: Bool
    let beginning: [FormField]
    let texts: [FormField]
    let contact: [FormField]
    let hasContact: Bool
    let asking: [FormField]

    init(_ review: DraftReview, _ state: StepState, author: Actor) {
        let (happened, faults) = (review.notice.happened, state.faults)
        frame = StepFrame(.happened, review, state)
        errorSummary = faults.summary
        readers = review.team.map(\.title) ?? ""
        awaitsLead = review.awaitsLead
        beginning = HappenedFields(happened, faults).beginning
        texts = HappenedFields(happened, faults).texts(review.writable)
        hasContact = review.writable.contains(.careTeam)
        contact = hasContact ? HappenedFields(happened, faults).contact(of: author, review.origin.service) : []
        asking = HappenedFields(happened, faults).asking
    }
}
