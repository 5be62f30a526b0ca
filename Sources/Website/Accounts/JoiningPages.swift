import Accounts
import Vocabulary

/// The first operator of an empty installation, and accepting an invitation.
public struct JoiningPages: Feature {
    let accounts: AccountStore
    let invitations: InvitationStore
    let sessions: SessionStore

    public init(accounts: AccountStore, invitations: InvitationStore, sessions: SessionStore) {
        (self.accounts, self.invitations, self.sessions) = (accounts, invitations, sessions)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/first-run", .anyone, showFirstRun)
        site.post("/first-run", .anyone, createOperator)
        site.get("/invitations/:token", .anyone, showInvitation)
        site.post("/invitations/:token", .anyone, accept)
    }

    private func showFirstRun(_ visit: Visit) async throws -> Answer {
        guard try await accounts.isEmpty() else { throw NotFound("first run") }
        return .page("accounts/first-run", FirstRunPage(), title: "Set up Footbridge")
    }

    private func createOperator(_ visit: Visit) async throws -> Answer {
        guard try await accounts.isEmpty() else { throw NotFound("first run") }
        let (name, email) = (visit.form["name"] ?? "", visit.form["email"] ?? "")
        do {
            let password = visit.form["password"] ?? ""
            let id = try await accounts.createFirstOperator(name: name, email: email, password: password)
            let token = try await sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: false))
            return .withSession(token: token, .seeOther("/second-step/set-up"))
        } catch let invalid as InvalidInput {
            let page = FirstRunPage(name: name, email: email, faults: invalid.listed)
            return .page("accounts/first-run", page, title: "Error: Set up Footbridge", status: .unprocessableContent)
        }
    }

    private func showInvitation(_ visit: Visit) async throws -> Answer {
        let token = try visit.parameter("token")
        let invitation = try await invitations.invitation(token: token)
        return .page("accounts/invitation", page(invitation, token, name: "", []), title: "Join \(invitation.organisationName)")
    }

    private func accept(_ visit: Visit) async throws -> Answer {
        let token = try visit.parameter("token")
        let invitation = try await invitations.invitation(token: token)
        let name = visit.form["name"] ?? ""
        do {
            if let session = visit.session, visit.form["asSignedIn"] == "yes" {
                try await invitations.accept(token: token, as: session.account)
                return .withSession(token: nil, .seeOther("/sign-in", flash: "Your new role is ready. Sign in to use it."))
            }
            let id = try await invitations.accept(token: token, name: name, password: visit.form["password"] ?? "")
            let session = try await sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: false))
            return .withSession(token: session, .seeOther("/second-step/set-up"))
        } catch let invalid as InvalidInput {
            let again = page(invitation, token, name: name, invalid.listed)
            let title = "Error: Join \(invitation.organisationName)"
            return .page("accounts/invitation", again, title: title, status: .unprocessableContent)
        }
    }

    private func page(
        _ invitation: Invitation, _ token: String, name: String, _ faults: [FirstRunPage.Fault]
    ) -> InvitationPage {
        InvitationPage(
            token: token, organisation: invitation.organisationName, role: invitation.role.title,
            email: invitation.email, name: name, faults: faults, hasFaults: !faults.isEmpty
        )
    }
}

extension InvalidInput {
    var listed: [FirstRunPage.Fault] { faults.map { FirstRunPage.Fault(field: $0.field, message: $0.message) } }
}
