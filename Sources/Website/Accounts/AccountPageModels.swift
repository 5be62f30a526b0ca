import Accounts
import Vocabulary

struct SignInPage: Sendable {
    var email = ""
    var problem: String?
    /// The session ended while the person was away.
    var lapsed = false
    var kept: String?
    var next: String?
    var demonstration: [DemonstrationPerson] = []

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

struct CodePage: Sendable {
    var problem: String?
    /// What was being typed when the session ended, on its way back to the person.
    var kept: String?
}

struct SecondStepPage: Sendable {
    let qrCode: String
    let secret: String
    let problem: String?
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
}

struct ResumePage: Sendable {
    struct Field: Sendable {
        let name: String
        let value: String
    }
    let path: String
    let fields: [Field]
}

struct FirstRunPage: Sendable {
    var name = ""
    var email = ""
    var faults: [Fault] = []
    var hasFaults: Bool { !faults.isEmpty }

    struct Fault: Sendable {
        let field: String
        let message: String
    }
}

struct InvitationPage: Sendable {
    let token: String
    let organisation: String
    let role: String
    let email: String
    var name = ""
    var faults: [FirstRunPage.Fault] = []
    let hasFaults: Bool
}
