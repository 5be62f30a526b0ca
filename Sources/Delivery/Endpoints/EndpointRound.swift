import Accounts
import Database
import FHIR
import Foundation
import Logging
import Outbox
import Vocabulary

/// Tells organisations' own systems what happened, in the order in which it happened to each exchange. A message that
/// arrived when the power went before that was written down goes again under the same id.
public struct EndpointRound: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let queue: DeliveryQueue
    let line: EndpointLine
    let publicAddress: URL
    let hasMESH: Bool
    let logger: Logger

    /// - Parameter hasMESH: whether record systems can be told by MESH; what goes there is put into the queue here, and
    ///   sent by whoever speaks with MESH.
    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, line: EndpointLine, publicAddress: URL,
        hasMESH: Bool = false, logger: Logger
    ) {
        (self.engine, self.keys, self.clock, self.line) = (engine, keys, clock, line)
        (self.publicAddress, self.hasMESH, self.logger) = (publicAddress, hasMESH, logger)
        queue = DeliveryQueue(engine: engine)
    }

    /// - Parameter isOver: whether the program is about to stop; then the rest stays for the next round.
    /// - Returns: how many messages arrived.
    @discardableResult
    public func go(until isOver: @Sendable () -> Bool = { false }) async throws -> Int {
        let isAnybodyThere = try await engine.read { [hasMESH] database in
            if try database.row("SELECT id FROM endpoint LIMIT 1") != nil { return true }
            return hasMESH ? try WritersMailbox.exists(in: database) : false
        }
        guard isAnybodyThere else { return 0 }
        logger.sayAstray(try await queue.setRight(.endpoint, at: clock.now))
        logger.sayStale(try await Dispatch(engine: engine, hasMESH: hasMESH).round(at: clock.now))
        // One that does not answer takes half a minute to say so; the others are told meanwhile.
        var (arrived, unreached): (Int, Set<EndpointID>) = (0, [])
        while !isOver(), let delivery = try await queue.takeForSystem(passing: unreached, at: clock.now) {
            guard case .system(let endpoint) = delivery.recipient else { continue }
            do { if try await send(delivery, to: endpoint) { arrived += 1 } } catch is EndpointFault {
                unreached.insert(endpoint)
            }
        }
        return arrived
    }

    private func failed(_ visit: EndpointVisit, _ fault: EndpointFault) async throws {
        logger.warning("a system was not told", metadata: ["fault": "\(fault)"])
        switch fault {
        case .gone: try await queue.gone(visit, fault.description, at: clock.now)
        default: try await queue.failed(visit, fault.description, at: clock.now)
        }
    }

    /// - Throws: `EndpointFault` where the system was not told; that is written down.
    private func send(_ delivery: Delivery, to id: EndpointID) async throws -> Bool {
        let (keys, publicAddress, now) = (keys, publicAddress, clock.now)
        let prepared = try await engine.read { database -> (Endpoint, EndpointMessage)? in
            guard let endpoint = try Endpoint.of(id, keys: keys, at: now, in: database),
                let message = try EndpointMessage(
                    delivery, of: endpoint.organisationID, publicAddress: publicAddress, in: database)
            else { return nil }
            return (endpoint, message)
        }
        guard let (endpoint, message) = prepared else {
            try await queue.failed([delivery], "There is no endpoint any more.", lasting: true, at: clock.now)
            return false
        }
        let visit = EndpointVisit(delivery, to: endpoint)
        do {
            try await line.post(message.body(for: endpoint), to: endpoint, request: delivery.id.rawValue)
        } catch let fault as EndpointFault {
            try await failed(visit, fault)
            throw fault
        }
        try await queue.arrived(visit, at: clock.now)
        return true
    }
}
