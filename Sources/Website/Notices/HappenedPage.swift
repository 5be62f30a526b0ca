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
    /// What is written for them, or seldom needed, folded away.
    let folded: [FormField]
    let asking: [FormField]

    init(_ review: DraftReview, _ state: StepState, author: Actor) {
        let (happened, faults) = (review.notice.happened, state.faults)
        frame = StepFrame(.happened, review, state)
        errorSummary = faults.summary
        readers = review.team.map(\.title) ?? ""
        awaitsLead = review.awaitsLead
        let fields = HappenedFields(happened, faults)
        (beginning, asking) = (fields.beginning, fields.asking)
        texts = fields.texts(review.writable.subtracting(HappenedFields.writtenForThem))
        let extras = fields.extras(review.writable.intersection(HappenedFields.writtenForThem))
        let contact = review.writable.contains(.careTeam) ? fields.contact(of: author, review.origin.service) : nil
        folded = [contact, extras].compactMap(\.self)
    }
}
