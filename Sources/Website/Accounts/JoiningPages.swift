import Accounts
import Vocabulary

/// The first operator of an empty installation, and accepting an invitation.
public struct JoiningPages: Feature {
    let accounts: AccountStore
    let invitations: InvitationStore
    let sessions: SessionStore
    let providers: ProviderStore

    public init(
        accounts: AccountStore, invitations: InvitationStore, sessions: SessionStore, providers: ProviderStore
    ) {
        (self.accounts, self.invitations, self.sessions) = (accounts, invitations, sessions)
        self.providers = providers
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/first-run", .anyone, showFirstRun)
        site.post("/first-run", .anyone, createOperator)
        site.get("/invitations/:token", .anyone, showInvitation)
        site.post("/invitations/:token", .anyone, accept)
    }

    private func showFirstRun(_ visit: Visit) async throws -> Answer {
        guard try await accounts.isEmpty() else { throw NotFound("first run") }
        return firstRunPage(Form(), FieldFaults())
    }

    private func createOperator(_ visit: Visit) async throws -> Answer {
        guard try await accounts.isEmpty() else { throw NotFound("first run") }
        do {
            let id = try await accounts.createFirstOperator(
                name: visit.form["name"] ?? "", email: visit.form["email"] ?? "", password: visit.form["password"] ?? ""
            )
            let token = try await sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: false))
            return .withSession(token: token, .seeOther("/second-step/set-up"))
        } catch let invalid as InvalidInput {
            return firstRunPage(visit.form, FieldFaults(invalid))
        }
    }

    private func firstRunPage(_ form: Form, _ faults: FieldFaults) -> Answer {
        let email = TextField(
            "email", label: "E-mail address", value: form["email"], error: faults["email"], kind: .email,
            width: .twenty, autocomplete: "username"
        )
        let page = FormPage(
            "Set up Footbridge",
            lead: [
                "This installation is empty. Create its operator: the person who invites organisations and keeps it running.",
                "The operator can never read a student’s record.",
            ],
            action: "/first-run", fields: [nameField(form, faults), .text(email), passwordField(faults)],
            button: "Create the operator", faults: faults
        )
        return .form(page, faults)
    }

    private func showInvitation(_ visit: Visit) async throws -> Answer {
        let token = try visit.parameter("token")
        let invitation = try await invitations.invitation(token: token)
        return try await invitationPage(invitation, token, visit, FieldFaults())
    }

    private func accept(_ visit: Visit) async throws -> Answer {
        let token = try visit.parameter("token")
        let invitation = try await invitations.invitation(token: token)
        do {
            if let session = visit.session, invitation.isFor(session.account) {
                try await invitations.accept(token: token, as: session)
                return .withSession(
                    token: nil, .seeOther("/sign-in", flash: "Your new role is ready. Sign in to use it."))
            }
            let (name, password) = (visit.form["name"] ?? "", visit.form["password"] ?? "")
            let id = try await invitations.accept(token: token, name: name, password: password)
            let session = try await sessions.begin(VerifiedIdentity(accountID: id, secondFactorProved: false))
            return .withSession(token: session, .seeOther("/second-step/set-up"))
        } catch let invalid as InvalidInput {
            return try await invitationPage(invitation, token, visit, FieldFaults(invalid))
        }
    }

    private func invitationPage(
        _ invitation: Invitation, _ token: String, _ visit: Visit, _ faults: FieldFaults
    ) async throws -> Answer {
        let signedIn = visit.session.map { invitation.isFor($0.account) } ?? false
        let ways = try await providers.offered().filter { $0.canVouch(for: invitation) }
        let page = InvitationPage(
            heading: "Join \(invitation.organisationName)",
            lead:
                "You are invited as \(invitation.role.titleWithArticle), with the e-mail address \(invitation.email).",
            token: token, fields: signedIn ? [] : [nameField(visit.form, faults), passwordField(faults)],
            signedIn: signedIn, canJoin: !signedIn || visit.session?.scope.covers(invitation.organisationID) == true,
            ways: SignInWays(all: ways), errorSummary: faults.summary)
        return .form("accounts/invitation", page, title: page.heading, faults)
    }

    private func nameField(_ form: Form, _ faults: FieldFaults) -> FormField {
        .text(
            TextField(
                "name", label: "Your name", value: form["name"], hint: "As colleagues and students should read it.",
                error: faults["name"], width: .twenty, autocomplete: "name"
            )
        )
    }

    private func passwordField(_ faults: FieldFaults) -> FormField {
        .text(
            TextField(
                "password", label: "Choose a password",
                hint: "At least \(PasswordRule.least) characters. Three or four unrelated words work well.",
                error: faults["password"], kind: .password, width: .twenty,
                autocomplete: "new-password"
            )
        )
    }
}
