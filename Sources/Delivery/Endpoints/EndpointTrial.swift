import Database
import FHIR
import Foundation
import Outbox
import Vocabulary

/// Tells an organisation's own system that this is a test, the way it is told of everything else: same address, same token,
/// a message about nothing.
public struct EndpointTrial: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let line: EndpointLine
    let publicAddress: URL

    public init(engine: any Engine, keys: KeyRing, clock: any Clock, line: EndpointLine, publicAddress: URL) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
        (self.line, self.publicAddress) = (line, publicAddress)
    }

    /// - Returns: `nil` where the organisation has no endpoint.
    public func go(of organisation: OrganisationID) async throws -> EndpointAnswer? {
        let (keys, now) = (keys, clock.now)
        // The address that its managers keep has the organisation's own id.
        let own = EndpointID(organisation.rawValue)
        guard let own,
            let endpoint = try await engine.read({ try Endpoint.of(own, keys: keys, at: now, in: $0) })
        else { return nil }
        let id = DeliveryID(at: clock.now)
        let body = String(decoding: message(id, to: endpoint.address.url.absoluteString).utf8(), as: UTF8.self)
        do { try await line.post(body, to: endpoint, request: id.rawValue) } catch let fault as EndpointFault {
            return EndpointAnswer(isGood: false, words: fault.description)
        }
        return EndpointAnswer(isGood: true, words: "Your own system has accepted a test message.")
    }

    private func message(_ id: DeliveryID, to address: String) -> JSONText.Value {
        let header = EndpointMessage.header("test", to: address, from: publicAddress)
        return EndpointMessage.bundle(
            id, at: clock.now, [["fullUrl": .string("urn:uuid:\(id)"), "resource": .object(header)]])
    }
}
