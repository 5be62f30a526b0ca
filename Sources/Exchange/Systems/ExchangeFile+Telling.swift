import Vocabulary

extension ExchangeFile {
    /// Whether a system of one side may fetch what was told. A sender's may. A recipient's may once a person of the
    /// team that has it has opened it, as on the pages: till then it can be recalled, and nobody can be given away;
    /// and not any more after it was marked as wrong, or the student has withdrawn consent.
    func isTold(to actor: Actor) -> Bool {
        guard side(of: actor) == .recipient else { return true }
        let isOpen = !state.readers.isEmpty && state.status != .sent
        let isTaken = state.status == .recalled || state.status == .enteredInError
        return isOpen && !isTaken && state.consentWithdrawnAt == nil
    }
}
