import Accounts
import Database
import Vocabulary

/// Somebody who could take an exchange on.
public struct Colleague: Sendable, Equatable, Identifiable {
    public let id: AccountID
    public let name: String
}

/// Who works for a side of an exchange.
enum Colleagues {
    /// Those of the recipient's present team who may answer, by name.
    static func answering(_ file: ExchangeFile, keys: KeyRing, in database: any Reading) throws -> [Colleague] {
        guard let organisation = file.state.recipientOrganisationID, let service = file.state.serviceID else {
            return []
        }
        let roles: [Role] = [.practitioner, .serviceManager]
        let accounts = try AccountStore.holders(
            of: roles, in: organisation, reach: .team(service), in: database)
        return try AccountStore.names(of: Set(accounts), keys: keys, in: database)
            .map { Colleague(id: $0, name: $1) }.sorted { ($0.name, $0.id.rawValue) < ($1.name, $1.id.rawValue) }
    }
}
