import Vocabulary

extension ExchangeRecord {
    /// What happened last of that by which the reader could do something no more: closed, opened, answered, and by whom.
    /// - Parameters:
    ///   - kind: what they would have done; `nil` for writing a message.
    ///   - request: the one that they would have answered.
    public func whatBarred(
        _ kind: ExchangeEvent.Kind?, request: ExchangeRequestID? = nil, for actor: Actor
    ) -> TimelineEntry? {
        var (state, wasPossible, found): (ExchangeState, Bool, TimelineEntry?) = (ExchangeState(), false, nil)
        for entry in timeline {
            state.replay(entry.event)
            let isPossible = kind.map { allows($0, request, in: state, for: actor) } ?? state.takesMessages
            if wasPossible && !isPossible { found = entry }
            wasPossible = isPossible
        }
        return found
    }

    private func allows(
        _ kind: ExchangeEvent.Kind, _ request: ExchangeRequestID?, in state: ExchangeState, for actor: Actor
    ) -> Bool {
        let isAnswered = request.map { state.answers[$0] != nil } ?? false
        return !isAnswered && state.possible(for: actor, on: side, answering: true).contains(kind)
    }
}

extension ExchangeState {
    /// Whether messages may be written in it, also after it has ended.
    fileprivate var takesMessages: Bool { isWorkedOn || takesLateMessages }
}
