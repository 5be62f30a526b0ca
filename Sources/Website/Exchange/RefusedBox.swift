import Exchange
import Vocabulary

/// A form that came too late, since somebody else acted first: what happened meanwhile, and what was typed into it, so that
/// no word is lost.
struct RefusedBox: Sendable {
    static let id = "refused"

    let meanwhile: TimelineBox?
    let typed: [TypedLine]
    let hasTyped: Bool

    init(_ returned: ReturnedForm, _ record: ExchangeRecord, actor: Actor) {
        let kind = returned.request == nil ? ExchangeAction(rawValue: returned.action)?.event : .requestAccepted
        meanwhile = record.whatBarred(kind, request: returned.request, for: actor).map { TimelineBox($0, record) }
        typed = returned.form.typed
        hasTyped = !typed.isEmpty
    }
}
