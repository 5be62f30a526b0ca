import Database

/// What one organisation tells another about one student at one moment.
public enum ExchangeKind: String, Sendable, Codable, CaseIterable {
    case presentation, crisisContact, admission, discharge

    /// The words a person chooses by.
    public var title: String {
        switch self {
        case .presentation: "Presentation at A&E"
        case .crisisContact: "Crisis contact"
        case .admission: "Admission"
        case .discharge: "Discharge"
        }
    }

    /// One line under the title.
    public var explanation: String {
        switch self {
        case .presentation: "The student came, or was brought, to an emergency department."
        case .crisisContact: "The student was in contact with a crisis team or crisis line."
        case .admission: "The student was admitted to hospital."
        case .discharge: "The student is leaving hospital, or leaves the care of this team."
        }
    }

    /// Whether the discharge protocol's checklist belongs to it.
    public var hasChecklist: Bool { self == .discharge }
}

extension ExchangeKind: SQLConvertible {}
