import Foundation
import Vocabulary

extension ExchangeState {
    /// The state after `event`: the only way in which a state changes.
    /// - Throws: `Conflict` with the reason, in words for the person who tried, where the event may not follow.
    public func applying(_ event: ExchangeEvent) throws(Conflict) -> ExchangeState {
        guard status.following(event.kind) != nil else { throw Conflict(status.refusal(of: event.kind)) }
        if let reason = fault(in: event) { throw Conflict(reason) }
        var state = self
        state.replay(event)
        return state
    }

    /// Takes an event as it stands.
    mutating func replay(_ event: ExchangeEvent) {
        status = status.following(event.kind) ?? status
        effect(of: event)
        if let key = event.detail.key { keys.insert(key) }
    }

    private mutating func effect(of event: ExchangeEvent) {
        switch event.kind {
        case .drafted: stamp(.drafted, event)
        case .sent: send(event)
        case .opened: open(event)
        case .looked: look(event)
        case .acknowledged, .callRecorded: stamp(.acknowledged, event)
        case .taken: take(event)
        case .givenBack: (assigneeID, givenBy) = (nil, nil)
        case .contactTried: attempts += 1
        case .studentContacted: stamp(.contacted, event)
        case .requestAccepted, .requestDeclined: answer(event)
        case .holdingAccepted: hold(event)
        case .handedOn: handOn(event)
        case .closed, .declined, .recalled, .enteredInError: end(event)
        case .reopened: reopen(event)
        case .consentWithdrawn: withdraw(event)
        case .reminded, .deputyTold, .managerTold, .senderTold: climb(event)
        case .callTried: break
        }
    }

    /// The first time counts.
    private mutating func stamp(_ milestone: Milestone, _ event: ExchangeEvent) {
        if milestones[milestone] == nil { milestones[milestone] = Stamp(event) }
    }

    private mutating func send(_ event: ExchangeEvent) {
        stamp(.sent, event)
        let detail = event.detail
        (urgency, requests) = (detail.urgency ?? urgency, detail.requests ?? [])
        (senderOrganisationID, recipientOrganisationID) = (event.organisationID, detail.recipientOrganisationID)
        (serviceID, contactPointID, deadlines) = (detail.serviceID, detail.contactPointID, detail.deadlines)
        // Whoever tells goes on holding until somebody else accepts by name.
        holder = event.organisationID.map {
            Holder(organisationID: $0, serviceID: nil, accountID: event.accountID, named: nil, since: event.at)
        }
    }

    /// Whoever first comes after the student withdrew reads nothing of what was told.
    private mutating func open(_ event: ExchangeEvent) {
        if event.accountID == assigneeID { givenBy = nil }
        guard consentWithdrawnAt == nil else { return }
        stamp(.opened, event)
        if let account = event.accountID, readers[account] == nil { readers[account] = event.at }
    }

    private mutating func take(_ event: ExchangeEvent) {
        assigneeID = event.detail.assigneeID
        givenBy = event.accountID == assigneeID ? nil : event.accountID
    }

    private mutating func look(_ event: ExchangeEvent) {
        guard let account = event.accountID, lookers[account] == nil else { return }
        lookers[account] = Look(at: event.at, role: event.detail.role)
    }

    /// What is left to do is to close it, within a week at least. What ended before keeps the time that it had.
    private mutating func withdraw(_ event: ExchangeEvent) {
        overdueAtWithdrawal = presentClocks.filter { $0.isRunning && $0.lateness(at: event.at) > 0 }
        consentWithdrawnAt = event.at
        guard status.isLive else { return }
        let promised = deadlines?.closed ?? event.at
        deadlines?.closed = max(promised, event.at + Deadlines.closedAfterWithdrawal)
    }

    private mutating func answer(_ event: ExchangeEvent) {
        guard let request = event.detail.requestID else { return }
        let accepted = event.kind == .requestAccepted
        answers[request] = RequestAnswer(accepted: accepted, reason: event.words.text, stamp: Stamp(event))
    }

    /// One acceptance answers the request for it as well.
    private mutating func hold(_ event: ExchangeEvent) {
        let heard = event.detail.heardByPhone == true
        guard let organisation = heard ? recipientOrganisationID : event.organisationID else { return }
        holder = Holder(
            organisationID: organisation, serviceID: serviceID, accountID: heard ? nil : event.accountID,
            named: event.words.named, since: event.at)
        for request in requests where request.kind == .holdSupport && answers[request.id]?.accepted != true {
            answers[request.id] = RequestAnswer(accepted: true, reason: nil, stamp: Stamp(event))
        }
    }

    /// The next team is asked anew; who holds stays the same until that team accepts, and what the team before kept to, or
    /// did not, stays on record.
    private mutating func handOn(_ event: ExchangeEvent) {
        earlier += presentClocks.filter { $0.clock == .opened || $0.clock == .acknowledged }
        handedOnAt = event.at
        (serviceID, contactPointID) = (event.detail.serviceID, event.detail.contactPointID)
        (assigneeID, givenBy) = (nil, nil)
        (milestones[.opened], milestones[.acknowledged]) = (nil, nil)
        restartClocks(event, [.opened, .acknowledged])
    }

    private mutating func reopen(_ event: ExchangeEvent) {
        if status == .opened { milestones[.acknowledged] = nil }
        (milestones[.ended], outcome) = (nil, nil)
        restartClocks(event, ExchangeClock.allCases)
    }

    private mutating func restartClocks(_ event: ExchangeEvent, _ clocks: [ExchangeClock]) {
        deadlines = event.detail.deadlines ?? deadlines
        steps = steps.filter { !clocks.contains($0.clock) }
    }

    private mutating func end(_ event: ExchangeEvent) {
        stamp(.ended, event)
        outcome = event.detail.outcome
    }

    private mutating func climb(_ event: ExchangeEvent) {
        if let step = LadderStep(event) { steps.insert(step) }
    }
}

extension ExchangeState.Stamp {
    init(_ event: ExchangeEvent) {
        (at, accountID) = (event.detail.happenedAt ?? event.at, event.accountID)
        organisationID = event.organisationID
        named = event.words.named
    }
}
