/// Identifier and code systems: those that others have named, and our own where there is none.
enum FHIRSystem {
    static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    static let odsCode = "https://fhir.nhs.uk/Id/ods-organization-code"
    /// Nobody has named a system for UKPRNs, so this is ours. `.example` belongs to nobody (RFC 6761), and nothing is
    /// fetched from it.
    static let ukprn = "https://footbridge.example/Id/ukprn"
    static let messageEvent = "https://footbridge.example/CodeSystem/message-event"
    /// What became of a message.
    static let messageOutcome = "https://footbridge.example/CodeSystem/message-outcome"
    /// What people call an exchange by: `FB-7K3M-92`.
    static let exchangeReference = "https://footbridge.example/Id/exchange-reference"
    static let daVinciEvent = "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event"
    static let barsEvent = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
    static let barsReason = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
    /// How an exchange stands, or how it ended.
    static let standing = "https://footbridge.example/CodeSystem/exchange-standing"
    static let outcome = "https://footbridge.example/CodeSystem/exchange-outcome"
    static let declineReason = "https://footbridge.example/CodeSystem/decline-reason"
    static let request = "https://footbridge.example/CodeSystem/exchange-request"
    static let serviceKind = "https://footbridge.example/CodeSystem/service-kind"
    static let organisationKind = "https://footbridge.example/CodeSystem/organisation-kind"
    static let role = "https://footbridge.example/CodeSystem/role"
    static let act = "https://footbridge.example/CodeSystem/exchange-act"
    static let categories = "https://footbridge.example/CodeSystem/information-category"
    /// Which kind of information a note holds.
    static let category = "https://footbridge.example/StructureDefinition/information-category"
}
