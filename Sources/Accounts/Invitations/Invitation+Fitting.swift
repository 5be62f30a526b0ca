extension Invitation {
    /// Whether it was made for the person who has that account.
    public func isFor(_ account: Account) -> Bool { email.lowercased() == account.email.lowercased() }
}

extension SignInProvider {
    /// Whether an invitation can be accepted by signing in there. The NHS's own vouches for whatever organisation the person
    /// chose a role of, which is known once they come back.
    public func canVouch(for invitation: Invitation) -> Bool {
        kind == .careIdentity || (kind == .organisation && organisationID == invitation.organisationID)
    }
}
