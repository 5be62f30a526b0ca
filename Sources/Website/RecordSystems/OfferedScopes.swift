import Accounts
import Directory

extension SystemScope {
    /// What a system of such an organisation can be allowed. What is handed in waits for clinicians, and a student's answer is
    /// handed on in the name of one: in a university nobody would ever see either.
    static func offered(to kind: OrganisationKind) -> [SystemScope] {
        kind == .provider ? allCases.filter { $0 != .messages && $0 != .asking } : allCases
    }
}
