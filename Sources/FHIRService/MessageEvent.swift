import Exchange
import FHIR

/// The events that are understood. docs/guides/connect-a-record-system.md has the same table; a test compares them.
enum MessageEvent: CaseIterable {
    case presentation, crisisContact, admission, discharge
    case daVinciAdmit, daVinciDischarge, daVinciTransfer
    case barsRequest

    var system: String {
        switch self {
        case .presentation, .crisisContact, .admission, .discharge: FHIRSystem.messageEvent
        case .daVinciAdmit, .daVinciDischarge, .daVinciTransfer: FHIRSystem.daVinciEvent
        case .barsRequest: FHIRSystem.barsEvent
        }
    }

    var code: String {
        switch self {
        case .presentation: "presentation"
        case .crisisContact: "crisis-contact"
        case .admission: "admission"
        case .discharge: "discharge"
        case .daVinciAdmit: "notification-admit"
        case .daVinciDischarge: "notification-discharge"
        case .daVinciTransfer: "notification-transfer"
        case .barsRequest: "servicerequest-request"
        }
    }

    /// What it is here; `nil` where the event does not say: a person does, or the team did in advance.
    var kind: ExchangeKind? {
        switch self {
        case .presentation: .presentation
        case .crisisContact: .crisisContact
        case .admission, .daVinciAdmit: .admission
        case .discharge, .daVinciDischarge: .discharge
        case .daVinciTransfer, .barsRequest: nil
        }
    }

    /// Whether the standard it belongs to wants the request's own id in a header (BaRS).
    var needsRequestID: Bool { self == .barsRequest }

    static func of(system: String?, code: String?) -> MessageEvent? {
        allCases.first { $0.system == system && $0.code == code }
    }
}
