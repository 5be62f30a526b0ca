import Vocabulary

extension ExchangeState {
    /// What `actor`, standing on `side`, may do next; what a page offers. Each act checks again by itself.
    public func possible(for actor: Actor, on side: ExchangeSide) -> Set<ExchangeEvent.Kind> {
        let answers = side == .recipient ? actor.may(.answerExchange) : isByPhone && actor.may(.followSentExchange)
        let sends = side == .sender && actor.may(.followSentExchange)
        var kinds: Set<ExchangeEvent.Kind> = []
        if answers { kinds.formUnion([.contactTried, .studentContacted, .declined, .closed, .reopened]) }
        if answers && !openRequests.isEmpty { kinds.formUnion([.requestAccepted, .requestDeclined]) }
        if answers && !recipientHolds { kinds.insert(.holdingAccepted) }
        if answers && side == .recipient { kinds.formUnion([.acknowledged, .taken, .handedOn]) }
        if sends { kinds.formUnion([.callRecorded, .callTried, .enteredInError, .reopened]) }
        if sends && readers.isEmpty { kinds.insert(.recalled) }
        if recipientHolds { kinds.remove(.declined) }
        return kinds.filter { status.following($0) != nil }
    }
}
