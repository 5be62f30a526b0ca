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
        site.post("/staff/invitations/:id/withdrawal", needs: .inviteStaff) { visit in
            try await invitations.withdraw(visit.id(), by: visit.actor)
            return .seeOther("/staff", flash: InvitationForm.isWithdrawn)
        }
        site.get("/memberships/:id/end", needs: .inviteStaff, askToEnd)
        site.post("/memberships/:id/end", needs: .inviteStaff, end)
    }

    public func navigation(for visit: Visit) async throws -> [NavigationItem] {
        visit.actor.may(.inviteStaff) ? [NavigationItem("Colleagues", "/staff")] : []
    }

    private func invite(_ visit: Visit) async throws -> Answer {
        do {
            let (role, service) = try Self.place(visit.form)
            try await requireSure(role, service, visit)
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

    /// Somebody who holds the role here already is invited again only on purpose.
    /// - Throws: `InvalidInput` on `again`.
    private func requireSure(_ role: Role, _ service: ServiceID?, _ visit: Visit) async throws {
        let email = visit.form["email"] ?? ""
        guard visit.form["again"] != "yes",
            try await invitations.holds(role, service: service, email: email, as: visit.actor)
        else { return }
        throw InvalidInput("again", "They hold this role here already, and need no invitation for it.")
    }

    /// The role and the team that were chosen; no team where all of the organisation was.
    /// - Throws: `InvalidInput`, also with what is wrong with the address, so that everything is mended at once.
    private static func place(_ form: Form) throws(InvalidInput) -> (Role, ServiceID?) {
        let (role, service) = (Role(rawValue: form["role"] ?? ""), form["service"].flatMap(ServiceID.init))
        let hasPlace = service != nil || form["service"] == StaffPage.wholeOrganisation
        guard let role, hasPlace else {
            let noRole = FieldFault("role", "Choose a role.")
            let noPlace = FieldFault("service", "Choose a team, or all of the organisation.")
            throw InvalidInput(faultsOfAddress(form) + (role == nil ? [noRole] : []) + (hasPlace ? [] : [noPlace]))
        }
        return (role, service)
    }

    private static func faultsOfAddress(_ form: Form) -> [FieldFault] {
        do throws(InvalidInput) {
            _ = try EmailAddress.check(form["email"] ?? "", field: "email")
            return []
        } catch { return error.faults }
    }

    private func sendAgain(_ visit: Visit) async throws -> Answer {
        let (token, way) = try await invitations.sendAgain(visit, hasMailServer: hasMailServer)
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
        let open = try await invitations.invitations(as: visit.actor)
        let letters = try await deliveries.letters(of: open.map(\.id), as: visit.actor)
        let providers = try await accounts.providers(as: visit.actor)
        let teams = try await directory.services(of: visit.actor.organisation(), by: visit.actor)
        return StaffPage(
            people: staff.map {
                StaffPage.Person(
                    account: $0.0, membership: $0.1, own: visit.actor.membershipID, provider: providers[$0.1.id])
            }.sorted { $0.name < $1.name },
            waiting: WaitingInvitations(
                open.map { .init($0, letters[$0.id], at: visit.now) }, under: "/staff/invitations",
                hasMailServer: hasMailServer),
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
            service: Self.teamField(
                teams, chosen: link == nil ? visit.form["service"] : nil, error: faults["service"]),
            again: faults["again"].map {
                Choices(
                    "again", legend: "Invite them again?",
                    [.init("yes", "Yes, so that they can sign in for it by another way")], error: $0)
            },
            link: link, errorSummary: faults.summary
        )
    }

    private static func teamField(_ teams: [CareService], chosen: String?, error: String?) -> SelectField {
        let hint =
            teams.isEmpty
            ? "There is no team yet. Make one first under Keep the directory, or whoever you invite works for all of the organisation, and for every team that it gets."
            : "Clinicians and practitioners work in one team, and read what is sent to it."
        let choices = [("", "Choose a team")] + teams.map { ($0.id.rawValue, $0.name) }
        return SelectField(
            "service", label: "Team", choices + [(StaffPage.wholeOrganisation, StaffPage.allOfIt)], chosen: chosen,
            hint: hint, error: error)
    }
}

struct StaffPage: Sendable {
    let people: [Person]
    let waiting: WaitingInvitations
    let form: InvitationForm
    let email: TextField
    let role: SelectField
    let service: SelectField
    /// Asked where whoever is invited holds the role already.
    let again: Choices?
    /// The link of an invitation just made; shown once, since only its hash is kept.
    let link: String?
    let errorSummary: ErrorSummary?

    static let allOfIt = "All of the organisation"
    /// What the form sends for it.
    static let wholeOrganisation = "all"

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
            (name, role, team) = (account.name, membership.role.title, membership.serviceName ?? StaffPage.allOfIt)
            (membershipID, secondStep) = (membership.id.rawValue, account.hasSecondFactor || provider != nil)
            isSelf = membership.id == own
        }
    }
}
