import Audit
import Delivery
import FHIRService
import Foundation
import Logging
import MESH
import ServiceLifecycle

/// Everything that comes round by itself while the site is served.
struct AllRounds: Sendable {
    let sweeping: Sweeping
    let sealing: Sealing
    let mailing: Mailing
    let meshExchange: MESHExchange
    let partsAhead: PartsAhead

    var services: [any Service] { [sweeping, sealing, mailing, meshExchange, partsAhead] }

    /// - Parameter receive: what becomes of a message that came by MESH.
    init(_ ground: Ground, _ settings: Settings, _ stores: Stores, receive: @escaping MESHReceiver) {
        let (engine, keys, clock) = (ground.engine, ground.keys, ground.clock)
        sweeping = Sweeping(ground, stores, every: .seconds(20), logger: Logger(label: "sweeping"))
        sealing = Sealing(
            sealer: Sealer(engine: engine, keys: keys, clock: clock), every: .seconds(1),
            logger: Logger(label: "sealing"))
        mailing = Mailing(ground, settings, stores, every: .seconds(5))
        let (meshLogger, publicAddress) = (Logger(label: "mesh"), settings.publicAddress)
        let mesh = settings.mesh.map { set in
            MESHRound(
                engine: engine, keys: keys, clock: clock, server: set.server, workflow: set.workflow, pause: set.pause,
                receive: receive,
                word: { try EndpointMessage.content(of: $0, publicAddress: publicAddress, in: $1) }, logger: meshLogger)
        }
        meshExchange = MESHExchange(mesh: mesh, every: .seconds(2), logger: meshLogger)
        partsAhead = PartsAhead(
            engine: engine, clock: clock, every: .seconds(6 * 3600), logger: Logger(label: "parts"))
    }
}
