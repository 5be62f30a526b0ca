import Foundation
import Students
import Vocabulary

/// A message that went to the university with no person looking.
public struct SentMessage: Sendable, Equatable {
    public let exchangeID: ExchangeID
    public let reference: String
    let kind: ExchangeKind
    /// The categories that were told.
    public let told: Set<InformationCategory>
    let organisations: Set<OrganisationID>

    init(_ facts: ExchangeFacts, told: Set<InformationCategory>) {
        (exchangeID, reference, organisations) = (facts.id, facts.reference, facts.organisations)
        (kind, self.told) = (facts.kind, told)
    }
}
