import Foundation
import Vocabulary

/// Whether the way somebody signed in at a provider counts as two steps. What is not plainly said is asked for here.
public enum StrongAuthentication {
    /// Classes that mean it: the UK federation's (REFEDS MFA), phishing-resistant ones (OpenID EAP ACR), Microsoft's.
    public static let classes: Set<String> = [
        "https://refeds.org/profile/mfa", "phr", "phrh", "http://schemas.microsoft.com/claims/multipleauthn",
    ]
    /// RFC 8176: what is known or what a person is, and what they have. A text message or a call is not counted.
    private static let known: Set<String> = ["pwd", "pin", "kba", "fpt", "face", "iris", "retina", "vbm"]
    private static let held: Set<String> = ["otp", "hwk", "swk", "sc", "pop"]

    public static func isProved(_ statement: ProviderStatement, at kind: ProviderKind) -> Bool {
        if kind == .careIdentity, ["2", "3"].contains(statement.authenticationLevel) { return true }
        if let acr = statement.acr, classes.contains(acr) { return true }
        let methods = Set(statement.amr)
        return methods.contains("mfa") || !methods.isDisjoint(with: classes)
            || (!methods.isDisjoint(with: known) && !methods.isDisjoint(with: held))
    }
}

extension ProviderStatement {
    /// The organisation of the role that was selected in CIS2.
    /// - Throws: `SignInRefused` where none was, or one that CIS2 does not say the person holds.
    func careOrganisation() throws(SignInRefused) -> ODSCode {
        guard let selectedRoleID, let role = careRoles.first(where: { $0.id == selectedRoleID }),
            let code = ODSCode(role.organisation)
        else {
            throw SignInRefused(
                message: "CIS2 did not say in which role you work. Sign in again, and choose a role there.")
        }
        return code
    }

    /// The student, as NHS login has proved them. Footbridge holds health information, so nothing less than P9 will do:
    /// each of the two claims that is there must say it, and one must be.
    /// - Throws: `SignInRefused`.
    func provedStudent() throws(SignInRefused) -> (nhsNumber: NHSNumber, birthDate: CalendarDate) {
        let levels = [proofingLevel, vectorOfTrust?.split(separator: ".").first.map(String.init)].compactMap(\.self)
        guard !levels.isEmpty, levels.allSatisfy({ $0 == "P9" }) else {
            throw SignInRefused(
                message:
                    "NHS login has not checked yet that you are who you say. Prove who you are there, then try again.")
        }
        guard let number = nhsNumber.flatMap({ try? NHSNumber($0) }),
            let born = birthDate.flatMap(CalendarDate.init(iso:))
        else {
            throw SignInRefused(
                message: "NHS login did not tell us your NHS number and date of birth. Allow it to, then try again.")
        }
        return (number, born)
    }
}
