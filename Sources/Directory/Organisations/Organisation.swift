import Database
import Foundation
import Vocabulary

/// What kind of body an organisation is.
public enum OrganisationKind: String, Sendable, Codable, CaseIterable {
    /// A higher education provider: a university, or a college that teaches for degrees.
    case provider
    /// An NHS trust or foundation trust.
    case trust
    /// One of the 36 boards that plan the NHS in a part of England (since 1 April 2026).
    case integratedCareBoard

    public var title: String {
        switch self {
        case .provider: "University or college"
        case .trust: "NHS trust"
        case .integratedCareBoard: "Integrated care board"
        }
    }
}

extension OrganisationKind: SQLConvertible {}

/// A university, a trust or a board, whether or not it has joined Footbridge.
public struct Organisation: Sendable, Hashable, Identifiable {
    public let id: OrganisationID
    public let kind: OrganisationKind
    /// The name people use.
    public let name: String
    /// The name in the register it was read from.
    public let legalName: String
    public let ukprn: UKPRN?
    public let odsCode: ODSCode?
    public let telephone: String?
    public let website: String?
    public let address: String?
    public let postcode: String?
    public let nation: Nation
    /// The integrated care board in whose area its main place lies; `nil` outside England or where it is not known.
    public let icbODSCode: ODSCode?
    /// Marked in the open data as a mental health trust.
    public let isMentalHealthTrust: Bool
    /// Has a major (type 1) A&E department.
    public let hasMajorAE: Bool
    public let joinedAt: Date?
    public let leftAt: Date?
    public let closedOn: CalendarDate?

    /// Its people sign in here, so notices can reach them.
    public var hasJoined: Bool { joinedAt != nil && leftAt == nil && closedOn == nil }

    public init(
        id: OrganisationID, kind: OrganisationKind, name: String, legalName: String, ukprn: UKPRN? = nil,
        odsCode: ODSCode? = nil, telephone: String? = nil, website: String? = nil, address: String? = nil,
        postcode: String? = nil, nation: Nation, icbODSCode: ODSCode? = nil, isMentalHealthTrust: Bool = false,
        hasMajorAE: Bool = false, joinedAt: Date? = nil, leftAt: Date? = nil, closedOn: CalendarDate? = nil
    ) {
        (self.id, self.kind, self.name, self.legalName) = (id, kind, name, legalName)
        (self.ukprn, self.odsCode, self.telephone, self.website) = (ukprn, odsCode, telephone, website)
        (self.address, self.postcode, self.nation, self.icbODSCode) = (address, postcode, nation, icbODSCode)
        (self.isMentalHealthTrust, self.hasMajorAE) = (isMentalHealthTrust, hasMajorAE)
        (self.joinedAt, self.leftAt, self.closedOn) = (joinedAt, leftAt, closedOn)
    }

    init(_ row: Row) throws {
        self.init(
            id: try row("id"), kind: try row("kind"), name: try row("name"), legalName: try row("legal_name"),
            ukprn: try row("ukprn"), odsCode: try row("ods_code"), telephone: try row("telephone"),
            website: try row("website"), address: try row("address"), postcode: try row("postcode"),
            nation: try row("nation"), icbODSCode: try row("icb_ods_code"),
            isMentalHealthTrust: try row("mental_health"), hasMajorAE: try row("type1_ae"),
            joinedAt: try row("joined_at"), leftAt: try row("left_at"), closedOn: try row("closed_on")
        )
    }
}
