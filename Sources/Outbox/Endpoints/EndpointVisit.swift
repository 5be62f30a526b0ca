import Vocabulary

/// A delivery that was brought to an endpoint where it was then. What is said there counts for that address alone: meanwhile
/// another may have been put in its place.
public struct EndpointVisit: Sendable {
    let delivery: Delivery
    let endpoint: EndpointID
    let address: String

    public init(_ delivery: Delivery, to endpoint: Endpoint) {
        (self.delivery, self.endpoint) = (delivery, endpoint.id)
        address = endpoint.address.url.absoluteString
    }
}
