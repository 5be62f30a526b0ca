import Accounts
import Database
import FHIRService
import Foundation
import Hummingbird
import Logging
import NIOCore
import OpenID
import OpenReferral
import Vocabulary
import Website

/// The whole program, wired once: stores on the ground, pages on the stores.
struct Installation: Sendable {
    let ground: Ground
    let settings: Settings
    let site: Site
    let fhir: FHIRService
    let openReferral: OpenReferral
    let sessions: SessionStore
    let rounds: AllRounds

    /// - Parameters:
    ///   - demonstration: the demonstration area's own parts; `nil` in a real installation.
    ///   - patience: how long machines that ask how it is wait for the database; nothing depends on it in tests.
    ///   - network: what stands in for the way to sign-in providers, in tests.
    init(
        _ ground: Ground, _ settings: Settings, passwordRounds: Int = PasswordHash.standardRounds,
        patience: Duration = .seconds(2), demonstration: Demonstration? = nil, network: (any ProviderFetching)? = nil
    ) async throws {
        let stores = Stores(ground, settings, passwordRounds: passwordRounds)
        let outside = Outside(
            ground, settings, stores, network ?? ProviderNetwork(insideHosts: settings.insideProviders))
        fhir = try FHIRService(
            systems: stores.systems, published: outside.published, incoming: stores.incoming,
            directory: stores.directory, accounts: stores.accounts, exchanges: stores.exchanges,
            endpoints: stores.endpoints, keys: ground.keys, clock: ground.clock, publicAddress: settings.publicAddress,
            limit: stores.limit(at: "fhir", settings))
        openReferral = try OpenReferral(
            directory: stores.directory, clock: ground.clock, publicAddress: settings.publicAddress,
            limit: stores.limit(at: "open-referral", settings))
        let rounds = AllRounds(ground, settings, stores, receive: fhir.meshReceiver)
        let requests = RequestFigures()
        let pages = Pages(
            ground: ground, settings: settings, stores: stores, outside: outside, requests: requests,
            patience: patience, demonstration: demonstration)
        var features = pages.all
        if let demonstration {
            features.append(
                DemonstrationPages(clock: demonstration.clock, people: demonstration.people) {
                    await rounds.sweeping.round()
                })
        }
        site = try await Site(
            features: features, sessions: stores.sessions, engine: ground.engine, keys: ground.keys,
            clock: ground.clock, settings: settings.site(demonstration: demonstration != nil),
            limit: stores.limit(at: "site", settings), requests: requests, people: pages.people)
        (self.ground, self.settings, self.rounds, sessions) = (ground, settings, rounds, stores.sessions)
    }

    /// The site with what stands beside its pages: the FHIR service and the open directory.
    func router() -> Router<SiteContext> {
        let router = site.router(besides: [
            FHIRService.root: fhir.stray, OpenReferral.family: openReferral.stray,
        ])
        fhir.add(to: router)
        openReferral.add(to: router) { site.address(of: $0, in: $1) }
        return router
    }

    /// Serves until it is told to stop, finishes what has begun, and closes the database.
    func serve(whenReady: @escaping @Sendable (String) -> Void) async throws {
        let (publicAddress, host) = (settings.publicAddress.absoluteString, settings.host)
        let server = Hummingbird.Application(
            router: router(),
            configuration: .init(address: .hostname(host, port: settings.port), serverName: "Footbridge"),
            services: rounds.services,
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                whenReady(publicAddress.hasSuffix(":0") ? "http://\(host):\(port)" : publicAddress)
            },
            logger: Logger(label: "site")
        )
        do { try await server.runService() } catch let error as IOError where error.errnoCode == EADDRINUSE {
            await ground.engine.close()
            throw PortTaken(host: host, port: settings.port)
        }
        await rounds.sealing.round()
        await ground.engine.close()
    }
}

extension Stores {
    fileprivate func limit(at door: String, _ settings: Settings) -> RateLimit {
        requestCounts.limit(at: door, most: settings.requestsPerMinute)
    }
}

/// Another program listens where this one was to.
struct PortTaken: Error, CustomStringConvertible {
    let host: String
    let port: Int

    var description: String {
        "Another program has the port \(port) on \(host). Give one of the two another one: FOOTBRIDGE_PORT."
    }
}
