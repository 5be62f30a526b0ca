import Database
import Vocabulary

/// A place where a provider teaches.
public struct Campus: Sendable, Hashable, Identifiable {
    public let id: CampusID
    public let organisationID: OrganisationID
    /// The provider's own code for the place in Discover Uni; with the provider it is unique.
    public let locationCode: String
    public let name: String
    /// The town or district it lies in, where that is known.
    public let place: String?
    public let latitude: Double?
    public let longitude: Double?
    public let nation: Nation
    public let localAuthorityCode: String?
    /// The integrated care board in whose area it lies; `nil` outside England or where it is not known.
    public let icbODSCode: ODSCode?

    public init(
        id: CampusID, organisationID: OrganisationID, locationCode: String, name: String, place: String? = nil,
        latitude: Double? = nil, longitude: Double? = nil, nation: Nation, localAuthorityCode: String? = nil,
        icbODSCode: ODSCode? = nil
    ) {
        (self.id, self.organisationID, self.locationCode) = (id, organisationID, locationCode)
        (self.name, self.place, self.latitude, self.longitude) = (name, place, latitude, longitude)
        (self.nation, self.localAuthorityCode, self.icbODSCode) = (nation, localAuthorityCode, icbODSCode)
    }

    init(_ row: Row) throws {
        self.init(
            id: try row("id"), organisationID: try row("organisation_id"), locationCode: try row("location_code"),
            name: try row("name"), place: try row("place"), latitude: try row("latitude"),
            longitude: try row("longitude"), nation: try row("nation"),
            localAuthorityCode: try row("local_authority_code"), icbODSCode: try row("icb_ods_code")
        )
    }
}
