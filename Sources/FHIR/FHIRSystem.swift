/// Identifier and code systems: those that others have named, and our own where there is none.
public enum FHIRSystem {
    public static let nhsNumber = "https://fhir.nhs.uk/Id/nhs-number"
    public static let odsCode = "https://fhir.nhs.uk/Id/ods-organization-code"
    /// Nobody has named a system for UKPRNs, so this is ours. `.example` belongs to nobody (RFC 6761), and nothing is
    /// fetched from it.
    public static let ukprn = "https://footbridge.example/Id/ukprn"
    public static let messageEvent = "https://footbridge.example/CodeSystem/message-event"
    /// What became of a message.
    public static let messageOutcome = "https://footbridge.example/CodeSystem/message-outcome"
    /// What people call an exchange by: `FB-7K3M-92`.
    public static let exchangeReference = "https://footbridge.example/Id/exchange-reference"
    public static let daVinciEvent = "http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event"
    public static let barsEvent = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
    public static let barsReason = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
    /// What happened to an exchange, as a message tells it to a system.
    public static let exchangeEvent = "https://footbridge.example/CodeSystem/exchange-event"
    /// How an exchange stands, or how it ended.
    public static let standing = "https://footbridge.example/CodeSystem/exchange-standing"
    public static let outcome = "https://footbridge.example/CodeSystem/exchange-outcome"
    public static let declineReason = "https://footbridge.example/CodeSystem/decline-reason"
    public static let request = "https://footbridge.example/CodeSystem/exchange-request"
    public static let serviceKind = "https://footbridge.example/CodeSystem/service-kind"
    public static let organisationKind = "https://footbridge.example/CodeSystem/organisation-kind"
    public static let role = "https://footbridge.example/CodeSystem/role"
    /// An act as the record of acts names it: `exchange.acknowledged`.
    public static let recordedAct = "https://footbridge.example/CodeSystem/recorded-act"
    public static let act = "https://footbridge.example/CodeSystem/exchange-act"
    public static let categories = "https://footbridge.example/CodeSystem/information-category"
    /// Which kind of information a note holds.
    public static let category = "https://footbridge.example/StructureDefinition/information-category"

    /// Which words were put to a student who was asked about sharing. Other words get another number.
    public static let consentWords = "https://footbridge.example/consent-words/1"
    /// How the student said it, whether they could decide, and whether they were in crisis.
    public static let consentRoute = "https://footbridge.example/StructureDefinition/consent-route"
    public static let consentCapacity = "https://footbridge.example/StructureDefinition/consent-capacity"
    public static let consentInCrisis = "https://footbridge.example/StructureDefinition/consent-in-crisis"
    /// Which team of the organisation is told: R4 lets a HealthcareService be no actor of a Consent.
    public static let consentTeam = "https://footbridge.example/StructureDefinition/consent-team"
    public static let consentScope = "http://terminology.hl7.org/CodeSystem/consentscope"
    public static let actCode = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    public static let participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
}
