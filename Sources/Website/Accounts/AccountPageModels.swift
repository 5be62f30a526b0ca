import Accounts
import Vocabulary

struct SignInPage: Sendable {
    let email: TextField
    let password: TextField
    let errorSummary: ErrorSummary?
    /// The session ended before a form was sent.
    let lapsed: Bool
    let kept: String?
    let next: String?
    let people: [DemonstrationPerson]
    let isDemonstration: Bool
    let ways: SignInWays?

    init(
        email: String = "", problem: String? = nil, kept: String? = nil, next: String? = nil,
        people: [DemonstrationPerson] = [], ways: SignInWays? = nil
    ) {
        self.email = TextField(
            "email", label: "E-mail address", value: email, error: problem, kind: .email, width: .twenty,
            autocomplete: "username"
        )
        password = TextField(
            "password", label: "Password", kind: .password, width: .twenty, autocomplete: "current-password"
        )
        errorSummary = problem.map { ErrorSummary([FieldFault("email", $0)]) }
        (lapsed, self.kept, self.next) = (kept != nil, kept, next)
        (self.people, isDemonstration) = (people, !people.isEmpty)
        self.ways = ways
    }
}

/// Somebody of the demonstration area, and the button that signs in as them.
public struct DemonstrationPerson: Sendable {
    public let accountID: String
    public let name: String
    public let role: String
    /// What to look at as this person.
    public let lookAt: String

    public init(account: AccountID, name: String, role: String, lookAt: String) {
        (accountID, self.name, self.role, self.lookAt) = (account.rawValue, name, role, lookAt)
    }
}

/// An invitation: with an account kept here, or by signing in where the person signs in anyway.
struct InvitationPage: Sendable {
    let heading: String
    let lead: String
    let token: String
    let fields: [FormField]
    let signedIn: Bool
    /// Whether an account kept here, or the session as it is, can take the role.
    let canJoin: Bool
    let ways: SignInWays?
    let errorSummary: ErrorSummary?
}

struct SecondStepPage: Sendable {
    let qrCode: String
    let secret: String
    let code: TextField
    let errorSummary: ErrorSummary?
}

struct RecoveryCodesPage: Sendable {
    let codes: [String]
}

struct RolePage: Sendable {
    struct Choice: Sendable {
        let id: String
        let title: String
    }
    let choices: [Choice]
    let none: Bool
    /// A form that was being filled in.
    let kept: String?
}

/// What somebody was doing when their session ended, shown before it is done.
struct ResumePage: Sendable {
    let heading: String
    let act: String?
    let typed: [TypedLine]
    let hasTyped: Bool
    /// The role it is sent in, said where the person holds several.
    let role: String?
    /// The role it was made in is not open to them now, so that it cannot be sent.
    let isRoleGone: Bool
    let path: String
    /// Where the form was, or the start page.
    let page: String
    let fields: [FormPage.Hidden]

    /// - Parameter role: that it is sent in; `nil` where it cannot be.
    init(_ kept: KeptForm, in session: Session, role: MembershipID?, heading: String) {
        let form = kept.form
        (self.heading, isRoleGone, act, typed) = (heading, role == nil, form.act, form.typed)
        (path, page, fields) = (kept.path, kept.page ?? "/home", role == nil ? [] : kept.hidden)
        hasTyped = !typed.isEmpty
        let held = session.memberships.count > 1 ? session.memberships : []
        self.role = held.first { $0.id == role }?.title
    }
}

struct AccountPage: Sendable {
    let name: String
    let email: String
    let memberships: [Line]
    let severalRoles: Bool
    /// Students get no e-mails.
    let getsMail: Bool
    let mayHaveCalendar: Bool

    struct Line: Sendable {
        let title: String
        let isCurrent: Bool
    }
}
