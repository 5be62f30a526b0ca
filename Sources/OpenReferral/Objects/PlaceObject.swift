import Directory
import Foundation
import Vocabulary

/// HSDS `service_at_location`: a service at one of the places where it is offered.
struct PlaceObject: Encodable, Sendable {
    let id: String
    let serviceId: String
    let locationId: String
    let location: LocationObject
    let service: ServiceObject

    init(_ placed: PlacedListing, isWhole: Bool, at now: Date, _ address: URL) {
        id = placed.id
        (serviceId, locationId) = (placed.listing.id.rawValue, placed.place.id)
        location = LocationObject(placed.place)
        service =
            isWhole
            ? ServiceObject(whole: placed.listing, at: now, address) : ServiceObject(placed.listing, at: now, address)
    }
}

/// HSDS `service_at_location`, as a service names its own.
struct LocationLink: Encodable, Sendable {
    let id: String
    let serviceId: String
    let locationId: String
    let location: LocationObject

    init(_ placed: PlacedListing) {
        (id, serviceId) = (placed.id, placed.listing.id.rawValue)
        (locationId, location) = (placed.place.id, LocationObject(placed.place))
    }
}

/// HSDS `location`. Addresses are kept as one text here and are not taken apart, so they stand in the description.
struct LocationObject: Encodable, Sendable {
    let id: String
    let locationType = "physical"
    let name: String
    let description: String?
    let latitude: Double?
    let longitude: Double?

    init(_ place: OpenPlace) {
        (id, name, description) = (place.id, place.name, place.whereabouts)
        (latitude, longitude) = (place.coordinate?.latitude, place.coordinate?.longitude)
    }
}
