import Vocabulary

extension ExchangeState {
    /// What `actor`, standing on `side`, may do next; what a page offers. Each act checks again by itself.
    /// - Parameter isOfTeam: whether they answer for the recipient's team that has it now.
    func possible(
        for actor: Actor, on side: ExchangeSide, answering isOfTeam: Bool
    ) -> Set<ExchangeEvent.Kind> {
        let answers = side == .recipient ? isOfTeam : isByPhone && actor.may(.followSentExchange)
        let sends = side == .sender && actor.may(.followSentExchange)
        var kinds: Set<ExchangeEvent.Kind> = []
        if answers { kinds.formUnion([.contactTried, .studentContacted, .declined, .closed, .reopened]) }
        if answers && !openRequests.isEmpty { kinds.formUnion([.requestAccepted, .requestDeclined]) }
        if answers && !presentTeamHolds { kinds.insert(.holdingAccepted) }
        if answers && side == .recipient { kinds.formUnion([.acknowledged, .taken, .handedOn]) }
        if sends { kinds.formUnion([.callRecorded, .callTried, .enteredInError, .reopened]) }
        if sends && readers.isEmpty { kinds.insert(.recalled) }
        if recipientHolds { kinds.remove(.declined) }
        if consentWithdrawnAt != nil {
            kinds.subtract(Self.endsWithConsent)
        } else if status != .acknowledged {
            kinds.remove(.closed)
        }
        let next = kinds.filter { status.following($0) != nil }
        return answers && mayOpenFirst(actor) ? next.union([.acknowledged]) : next
    }

    /// Whether somebody who looked, and is not of the team, may answer for it before anybody of it has opened it.
    func mayOpenFirst(_ actor: Actor) -> Bool {
        status == .sent && consentWithdrawnAt == nil && actor.serviceID == nil
            && actor.accountID.map { lookers[$0] != nil } ?? false
    }
}
