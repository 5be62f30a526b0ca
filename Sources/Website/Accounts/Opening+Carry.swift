import Accounts
import Vocabulary

extension Opening {
    /// What somebody was typing goes along until they have signed in wholly, and is then given back, in the role that they
    /// typed it in.
    /// - Parameter token: of the session as it stands now; the page is one of that session.
    /// - Returns: `nil` where there is nothing of theirs.
    func carry(_ sealed: String?, _ token: String?) async throws -> Answer? {
        guard let sealed, let token, let session = try await sessions.session(token: token),
            let kept = KeptForm.open(sealed, for: session.account.id, keys)
        else { return nil }
        return .withSession(token: token, try await next(kept, sealed, session))
    }

    private func next(_ kept: KeptForm, _ sealed: String, _ session: Session) async throws -> Answer {
        switch session.stage {
        case .needsCode: return codePage(kept: sealed)
        case .needsSecondFactor:
            let words =
                "What you typed before could not be kept while you set up your second step. None of it was sent."
            return .seeOther("/second-step/set-up", flash: words)
        case .needsRole where kept.membership == nil: return rolePage(session, kept: sealed)
        case .needsRole, .complete: return try await resume(kept, session)
        }
    }

    /// Nothing is sent here: the page asks first, and the role is what the form's page said at its top.
    private func resume(_ kept: KeptForm, _ session: Session) async throws -> Answer {
        let role = kept.membership ?? session.membership?.id
        guard let role, session.memberships.contains(where: { $0.id == role }) else {
            let page = ResumePage(kept, in: session, role: nil, heading: "This cannot be sent now")
            return .page("accounts/resume", page, title: page.heading)
        }
        let isOther = session.membership.map { $0.id != role } ?? false
        if session.membership?.id != role { try await sessions.pick(role, in: session) }
        let heading = isOther ? "You did this in another role" : "You are signed in again"
        let page = ResumePage(kept, in: session, role: role, heading: heading)
        return .page("accounts/resume", page, title: "What you were typing")
    }
}
