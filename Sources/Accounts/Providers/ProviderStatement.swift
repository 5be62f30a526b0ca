import Foundation
import Vocabulary

/// What a provider says of somebody who signed in there, after its signature was checked: the claims we use, and no more.
public struct ProviderStatement: Sendable, Equatable {
    /// Who they are there, for ever (OpenID Connect Core 1.0, section 2: `sub`).
    public var subject: String
    public var name: String?
    /// How they signed in, as a class and as methods (section 2; RFC 8176).
    public var acr: String?
    public var amr: [String] = []
    /// CIS2: how strongly they signed in, `1` to `3`.
    public var authenticationLevel: String?
    /// CIS2: the role they selected, and all they hold.
    public var selectedRoleID: String?
    public var careRoles: [CareRole] = []
    /// NHS login: how well they are known, and the vector that says so too.
    public var proofingLevel: String?
    public var vectorOfTrust: String?
    public var nhsNumber: String?
    public var birthDate: String?

    public init(subject: String) { self.subject = subject }

    /// A role in the NHS, as CIS2 tells it.
    public struct CareRole: Sendable, Equatable, Decodable {
        public let id: String
        public let organisation: String

        public init(id: String, organisation: String) { (self.id, self.organisation) = (id, organisation) }

        private enum CodingKeys: String, CodingKey {
            case id = "person_roleid"
            case organisation = "org_code"
        }
    }

    /// What this statement leaves out, said by another about the same person.
    public func completed(by other: ProviderStatement) -> ProviderStatement {
        var whole = self
        whole.name = name ?? other.name
        whole.acr = acr ?? other.acr
        if amr.isEmpty { whole.amr = other.amr }
        whole.authenticationLevel = authenticationLevel ?? other.authenticationLevel
        whole.selectedRoleID = selectedRoleID ?? other.selectedRoleID
        if careRoles.isEmpty { whole.careRoles = other.careRoles }
        whole.proofingLevel = proofingLevel ?? other.proofingLevel
        whole.vectorOfTrust = vectorOfTrust ?? other.vectorOfTrust
        whole.nhsNumber = nhsNumber ?? other.nhsNumber
        whole.birthDate = birthDate ?? other.birthDate
        return whole
    }
}

extension ProviderStatement: Decodable {
    private enum CodingKeys: String, CodingKey {
        case sub, name, acr, amr, vot, birthdate
        case givenName = "given_name"
        case familyName = "family_name"
        case authenticationLevel = "authentication_assurance_level"
        case selectedRoleID = "selected_roleid"
        case careRoles = "nhsid_nrbac_roles"
        case proofingLevel = "identity_proofing_level"
        case nhsNumber = "nhs_number"
    }

    /// Levels come as numbers from some and as text from others, and one method as a word instead of a list of one.
    public init(from decoder: any Decoder) throws {
        let claims = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) -> String? {
            (try? claims.decode(String.self, forKey: key))
                ?? (try? claims.decode(Int.self, forKey: key)).map(String.init)
        }
        self.init(subject: try claims.decode(String.self, forKey: .sub))
        let parts = [text(.givenName), text(.familyName)].compactMap(\.self).filter { !$0.isEmpty }
        name = text(.name) ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
        (acr, vectorOfTrust, birthDate) = (text(.acr), text(.vot), text(.birthdate))
        (authenticationLevel, selectedRoleID) = (text(.authenticationLevel), text(.selectedRoleID))
        (proofingLevel, nhsNumber) = (text(.proofingLevel), text(.nhsNumber))
        amr = (try? claims.decode([String].self, forKey: .amr)) ?? [text(.amr)].compactMap(\.self)
        careRoles = (try? claims.decode([CareRole].self, forKey: .careRoles)) ?? []
    }
}
