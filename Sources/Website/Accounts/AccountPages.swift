import Accounts
import Vocabulary

/// A person's own account: which roles they hold, and the ways out.
public struct AccountPages: Feature {
    public init() {}

    public func routes(_ site: inout RouteTable) {
        site.get("/account", .anyRole) { visit in
            guard let session = visit.session else { return .seeOther("/sign-in") }
            let lines = session.memberships.map {
                AccountPage.Line(title: $0.title, isCurrent: $0.id == session.membership?.id)
            }
            let page = AccountPage(
                name: session.account.name, email: session.account.email, memberships: lines,
                severalRoles: lines.count > 1, getsMail: visit.actor.role != .student,
                mayHaveCalendar: visit.actor.may(.holdDirectoryEntry)
            )
            return .page("accounts/account", page, title: "Your account")
        }
    }
}
