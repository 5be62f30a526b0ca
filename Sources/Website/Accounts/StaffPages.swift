import Accounts
import Directory
import Exchange
import Foundation
import Outbox
import Vocabulary

/// A manager's colleagues: who holds which role, inviting one more, ending a role.
public struct StaffPages: Feature {
    let accounts: AccountStore
    let invitations: InvitationStore
    let directory: DirectoryStore
    let exchanges: ExchangeStore
    let deliveries: DeliveryStore
    let hasMailServer: Bool
    let publicAddress: URL

    public init(
        accounts: AccountStore, invitations: InvitationStore, directory: DirectoryStore, exchanges: ExchangeStore,
        deliveries: DeliveryStore, hasMailServer: Bool, publicAddress: URL
    ) {
        (self.accounts, self.invitations, self.exchanges) = (accounts, invitations, exchanges)
        (self.directory, self.publicAddress) = (directory, publicAddress)
        (self.deliveries, self.hasMailServer) = (deliveries, hasMailServer)
    }

    public func routes(_ site: inout RouteTable) {
        site.get("/staff", needs: .inviteStaff) { visit in
            .page("accounts/staff", try await page(visit), title: "Colleagues")
        }
        site.post("/staff/invitations", needs: .inviteStaff, invite)
        site.post("/staff/invitations/:id/again", needs: .inviteStaff, sendAgain)
        site.get("/memberships/:id/end", needs: .inviteStaff, askToEnd)
        site.post("/memberships/:id/end", needs: .inviteStaff, end)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.inviteStaff) ? [NavigationItem("Colleagues", "/staff")] : []
    }

    private func invite(_ visit: Visit) async throws -> Answer {
        do {
            guard let role = Role(rawValue: visit.form["role"] ?? "") else {
                throw InvalidInput("role", "Choose a role.")
            }
            let service = visit.form["service"].flatMap(ServiceID.init)
            let way = InvitationForm.way(visit.form, hasMailServer: hasMailServer)
            let token = try await invitations.invite(
                colleague: visit.form["email"] ?? "", role: role, service: service, way: way,
                form: InvitationForm.key(visit.form), by: visit.actor
            )
            return try await made(token, way, visit)
        } catch let invalid as InvalidInput {
            let faults = FieldFaults(invalid)
            return .form("accounts/staff", try await page(visit, faults), title: "Colleagues", faults)
        }
    }

    private func sendAgain(_ visit: Visit) async throws -> Answer {
        let way = InvitationForm.way(visit.form, hasMailServer: hasMailServer)
        let token = try await invitations.sendAgain(
            visit.id(), way: way, form: InvitationForm.key(visit.form), by: visit.actor)
        return try await made(token, way, visit)
    }

    /// The link is in this one answer, or in the e-mail, and nowhere else.
    private func made(_ token: String, _ way: InvitationWay, _ visit: Visit) async throws -> Answer {
        if way == .mail { return .seeOther("/staff", flash: InvitationForm.onItsWay) }
        let link = InvitationStore.link(token, on: publicAddress)
        return .page("accounts/staff", try await page(visit, link: link), title: "Colleagues")
    }

    private func page(
        _ visit: Visit, _ faults: FieldFaults = FieldFaults(), link: String? = nil
    ) async throws -> StaffPage {
        let staff = try await accounts.staff(as: visit.actor)
        let open = try await invitations.invitations(as: visit.actor).filter {
            $0.acceptedAt == nil && $0.expiresAt > visit.now
        }
        let letters = try await deliveries.letters(of: open.map(\.id), as: visit.actor)
        let providers = try await accounts.providers(as: visit.actor)
        let teams = try await directory.services(of: visit.actor.organisation(), by: visit.actor)
        return StaffPage(
            people: staff.map {
                StaffPage.Person(
                    account: $0.0, membership: $0.1, own: visit.actor.membershipID, provider: providers[$0.1.id])
            }.sorted { $0.name < $1.name },
            waiting: open.map { StaffPage.Waiting($0, letters[$0.id], at: visit.now) },
            hasWaiting: !open.isEmpty, hasMailServer: hasMailServer,
            form: InvitationForm(link == nil ? visit.form : Form(), hasMailServer: hasMailServer),
            email: TextField(
                "email", label: "E-mail address", value: link == nil ? visit.form["email"] : nil,
                error: faults["email"],
                kind: .email, width: .twenty
            ),
            role: SelectField(
                "role", label: "Role", [("", "Choose a role")] + StaffPage.roles.map { ($0.rawValue, $0.title) },
                chosen: link == nil ? visit.form["role"] : nil, error: faults["role"]
            ),
            service: SelectField(
                "service", label: "Team", [("", "All of the organisation")] + teams.map { ($0.id.rawValue, $0.name) },
                chosen: link == nil ? visit.form["service"] : nil
            ),
            link: link, errorSummary: faults.summary
        )
    }
}

struct StaffPage: Sendable {
    let people: [Person]
    let waiting: [Waiting]
    let hasWaiting: Bool
    let hasMailServer: Bool
    let form: InvitationForm
    let email: TextField
    let role: SelectField
    let service: SelectField
    /// The link of an invitation just made; shown once, since only its hash is kept.
    let link: String?
    let errorSummary: ErrorSummary?

    static let roles: [Role] = [
        .clinician, .practitioner, .serviceManager, .informationGovernanceLead, .partnershipLead, .facilitator, .mentor,
    ]

    struct Person: Sendable {
        let name: String
        let role: String
        let team: String
        let membershipID: String
        let secondStep: Bool
        /// Where they sign in for this role. Two steps are asked for there, or here the next time.
        let provider: String?
        let isSelf: Bool

        init(account: Account, membership: Membership, own: MembershipID?, provider: String?) {
            self.provider = provider
            (name, role, team) = (
                account.name, membership.role.title, membership.serviceName ?? "All of the organisation"
            )
            (membershipID, secondStep) = (membership.id.rawValue, account.hasSecondFactor || provider != nil)
            isSelf = membership.id == own
        }
    }

    struct Waiting: Sendable {
        let id: String
        /// Sent again from here, the same form counts once.
        let key = UUID().uuidString
        let email: String
        let role: String
        let until: String
        /// What became of the e-mail; `nil` where somebody hands the link over.
        let letter: String?
        let isReturned: Bool

        init(_ invitation: Invitation, _ letter: DeliveryStore.InvitationLetter?, at now: Date) {
            id = invitation.id.rawValue
            (email, role) = (invitation.email, invitation.role.title)
            until = UKTime.short(invitation.expiresAt, now: now)
            self.letter = invitation.mailedAt.map { _ in Self.words(letter, now) }
            isReturned = if case .returned? = letter { true } else { false }
        }

        private static func words(_ letter: DeliveryStore.InvitationLetter?, _ now: Date) -> String {
            switch letter {
            case .left(let date): "The e-mail left \(UKTime.short(date, now: now))."
            case .delayed(let fault): "The e-mail has not left yet and is tried again. \(fault)"
            case .returned(let fault): "The e-mail did not arrive. \(fault) Check the address."
            case nil: "The e-mail is about to leave."
            }
        }
    }
}
