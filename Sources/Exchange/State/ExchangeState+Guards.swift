import Vocabulary

extension ExchangeState {
    /// What an event lacks, or what stands in its way although its place in the table is right; `nil` when nothing does.
    func fault(in event: ExchangeEvent) -> String? {
        if consentWithdrawnAt != nil && Self.endsWithConsent.contains(event.kind) {
            return status.isEnded
                ? "The student has withdrawn consent, so this is not opened again."
                : "The student has withdrawn consent. Read what that means for you, and close it."
        }
        return switch event.kind {
        case .taken: event.detail.assigneeID == nil ? "Say who takes it." : nil
        case .givenBack: assigneeID == nil ? "Nobody has taken it." : nil
        case .callRecorded: event.words.named == nil ? "Say whom you spoke to, by name." : nil
        case .requestAccepted, .requestDeclined: answerFault(event)
        case .holdingAccepted: holdingFault(event)
        case .handedOn: handOnFault(event)
        case .declined: declineFault(event)
        case .closed: closeFault(event)
        case .reopened, .enteredInError: event.words.text == nil ? "Say why." : nil
        case .recalled: readers.isEmpty ? nil : "It has been read, so it cannot be recalled."
        case .consentWithdrawn: status == .sent && readers.isEmpty ? "Nobody has read it: recall it." : nil
        case .reminded, .deputyTold, .managerTold, .senderTold: ladderFault(event)
        default: nil
        }
    }

    /// What nobody does any more once the student has withdrawn consent.
    static let endsWithConsent: Set<ExchangeEvent.Kind> = [
        .acknowledged, .callRecorded, .callTried, .taken, .contactTried, .studentContacted, .requestAccepted,
        .requestDeclined, .holdingAccepted, .handedOn, .declined, .reopened,
    ]

    private func answerFault(_ event: ExchangeEvent) -> String? {
        guard let id = event.detail.requestID, requests.contains(where: { $0.id == id }) else {
            return "That was not asked in this exchange."
        }
        if answers[id] != nil { return "This request has been answered already." }
        let lacksReason = event.kind == .requestDeclined && event.words.text == nil
        return lacksReason ? "Say why you decline." : nil
    }

    private func holdingFault(_ event: ExchangeEvent) -> String? {
        if event.accountID == nil { return "Only a named person can accept to look out for a student." }
        let heard = event.detail.heardByPhone == true
        if heard && event.words.named == nil { return "Say who accepted, by name." }
        guard heard || event.organisationID == recipientOrganisationID else {
            return "Only the recipient can accept to look out for the student."
        }
        return presentTeamHolds ? "Your team is looking out for the student already." : nil
    }

    private func handOnFault(_ event: ExchangeEvent) -> String? {
        guard let next = event.detail.serviceID else { return "Say which team it goes to." }
        if next == serviceID { return "It is with that team already." }
        if event.detail.telling == .couldNotBeAsked && event.words.unasked == nil {
            return "Say why the student cannot be asked."
        }
        return event.words.text == nil ? "Say why you hand it on." : nil
    }

    private func declineFault(_ event: ExchangeEvent) -> String? {
        if event.detail.declineReason == nil { return "Say why it is not for you." }
        return recipientHolds ? "Your organisation accepted to look out for the student. Hand it on, or close it." : nil
    }

    private func closeFault(_ event: ExchangeEvent) -> String? {
        if consentWithdrawnAt == nil && status != .acknowledged { return status.refusal(of: .acknowledged) }
        guard let outcome = event.detail.outcome else { return "Say how it ended." }
        guard (outcome == .consentWithdrawn) == (consentWithdrawnAt != nil) else {
            return outcome == .consentWithdrawn
                ? "The student has not withdrawn consent." : "The student has withdrawn consent. Close it as that."
        }
        if outcome == .consentWithdrawn { return nil }
        let open = requests.count { answers[$0.id] == nil }
        if open > 0 { return "Accept or decline everything that was asked before you close: \(open) still open." }
        if outcome.claimsContact && milestones[.contacted] == nil {
            return "Record how and when the student was contacted before you close with this outcome."
        }
        if outcome == .couldNotReach && attempts == 0 {
            return "Record at least one attempt to reach the student before you close with this outcome."
        }
        let promised = requests.contains { $0.kind.needsContact && answers[$0.id]?.accepted == true }
        let shirked = outcome == .noActionNeeded && promised && milestones[.contacted] == nil
        return shirked ? "You accepted something that needs the student to be contacted. Choose another outcome." : nil
    }

    private func ladderFault(_ event: ExchangeEvent) -> String? {
        guard let step = LadderStep(event) else { return "The step names no clock." }
        return steps.contains(step) ? "That step has been taken." : nil
    }
}
