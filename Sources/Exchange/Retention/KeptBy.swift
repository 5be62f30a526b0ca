import Database
import Foundation
import Vocabulary

/// How long one side keeps a notice, as the student is told.
public struct KeptBy: Sendable, Equatable {
    public let organisation: String
    public let policy: RetentionPolicy
    /// When it let the notice go; the other side may still have it.
    public let releasedAt: Date?
}

extension RecordReading {
    /// Each side that has it, or had it. An organisation that was told by phone has nothing here.
    func keptBy() throws -> [KeptBy] {
        let facts = file.facts
        let sides: [(OrganisationID?, Date?)] = [
            (facts.senderOrganisationID, facts.senderReleasedAt),
            (facts.recipientServiceID == nil ? nil : facts.recipientOrganisationID, facts.recipientReleasedAt),
        ]
        return try sides.compactMap { organisation, releasedAt in
            guard let organisation else { return nil }
            let name = try database.row("SELECT name FROM organisation WHERE id = \(organisation)")
            return KeptBy(
                organisation: try name.map { try $0("name") } ?? "An organisation",
                policy: try RetentionStore.policy(of: organisation, in: database), releasedAt: releasedAt)
        }
    }
}
