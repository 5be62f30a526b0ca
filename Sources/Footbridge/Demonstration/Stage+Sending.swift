import Exchange
import Foundation
import Vocabulary

extension Stage {
    /// Goes through the six pages and sends, as the clinician did, three minutes before it was sent and then.
    func send(_ telling: Telling, of story: String) async throws {
        let actor = try actor(telling.sender)
        clock.set(telling.at.addingTimeInterval(-180))
        var draft = try await drafts.begin(by: actor)
        for step in DraftStep.allCases {
            clock.advance(by: 30)
            let seen = SeenDraft(draft)
            draft = try await drafts.save(step, of: draft.id, seen: seen, by: actor) { notice in
                telling.fill(&notice, on: self)
            }
        }
        guard !telling.isLeftUnfinished else { return }
        let outcome = try await drafts.send(draft.id, version: draft.version, call: telling.call, by: actor)
        if case .sent(let id) = outcome { props.keep(id, of: story) }
    }
}
