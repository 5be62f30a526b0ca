import Accounts
import Audit
import Database
import Delivery
import Directory
import Exchange
import FHIRService
import Foundation
import Hummingbird
import Logging
import MESH
import NIOCore
import OpenID
import OpenReferral
import Outbox
import ServiceLifecycle
import Students
import Vocabulary
import Website

/// The whole program, wired once: stores on the ground, pages on the stores.
struct Installation: Sendable {
    let ground: Ground
    let settings: Settings
    let site: Site
    let fhir: FHIRService
    let openReferral: OpenReferral
    let accounts: AccountStore
    let sessions: SessionStore
    let sweeping: Sweeping
    let sealing: Sealing
    let mailing: Mailing
    let partsAhead: PartsAhead
    let meshExchange: MESHExchange

    /// - Parameters:
    ///   - demonstration: the demonstration area's own parts; `nil` in a real installation.
    ///   - network: what stands in for the way to sign-in providers, in tests.
    init(
        _ ground: Ground, _ settings: Settings, passwordRounds: Int = PasswordHash.standardRounds,
        demonstration: Demonstration? = nil, network: (any ProviderFetching)? = nil
    ) async throws {
        let (engine, keys, clock) = (ground.engine, ground.keys, ground.clock)
        let limits = SessionLimits(
            staffIdle: Double(settings.staffIdleMinutes) * 60, studentIdle: Double(settings.studentIdleMinutes) * 60
        )
        let accounts = AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let sessions = SessionStore(engine: engine, keys: keys, clock: clock, limits: limits)
        let secondFactor = SecondFactor(engine: engine, keys: keys, clock: clock)
        let invitations = InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let providers = ProviderStore(engine: engine, keys: keys, clock: clock)
        let attempts = AttemptStore(engine: engine, keys: keys, clock: clock)
        let opening = Opening(sessions: sessions, keys: keys)
        let door = LocalAccounts(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let directory = DirectoryStore(engine: engine, keys: keys, clock: clock)
        let exchanges = ExchangeStore(engine: engine, keys: keys, clock: clock)
        let drafts = DraftStore(engine: engine, keys: keys, clock: clock)
        let retention = RetentionStore(engine: engine, keys: keys, clock: clock)
        let systems = RecordSystemStore(engine: engine, clock: clock)
        let incoming = IncomingStore(engine: engine, keys: keys, clock: clock)
        let deliveries = DeliveryStore(engine: engine, clock: clock)
        let requestCounts = RequestCounts(engine: engine, keys: keys)
        let mesh = MESHStore(engine: engine, clock: clock, mailbox: settings.mesh?.mailbox)
        let endpoints = EndpointStore(
            engine: engine, keys: keys, clock: clock, allowsPrivate: settings.endpointLine.allowsPrivate)
        let sweeping = Sweeping(
            sweeper: Sweeper(engine: engine, keys: keys), drafts: drafts,
            sessions: sessions, attempts: attempts, retention: retention, systems: systems, incoming: incoming,
            deliveries: deliveries, requestCounts: requestCounts, mesh: mesh,
            keys: KeyRound(engine: engine, keys: keys, clock: clock),
            clock: clock, every: .seconds(20), logger: Logger(label: "sweeping")
        )
        let students = StudentsStore(engine: engine, keys: keys, clock: clock)
        let outside = network ?? ProviderNetwork(insideHosts: settings.insideProviders)
        let book = ProviderBook(network: outside, clock: clock)
        let published = PublishedKeys(systems: systems, clock: clock) {
            (address: String) async throws(KeysUnreadable) -> Data in
            do { return try await outside.ask(ProviderQuestion(address)) } catch {
                throw KeysUnreadable((error as? ProviderFault)?.words ?? "It could not be asked.")
            }
        }
        let trial = EndpointTrial(
            engine: engine, keys: keys, clock: clock, line: settings.endpointLine,
            publicAddress: settings.publicAddress)
        let providerDoor = ProviderDoor(
            providers: providers, identities: IdentityStore(engine: engine, keys: keys, clock: clock),
            invitations: invitations, book: book, clock: clock, publicAddress: settings.publicAddress,
            record: { number, born in try await students.ownRecord(nhsNumber: number, born: born) },
            logger: Logger(label: "sign-in"))
        let people = demonstration?.people ?? { @Sendable in [] }
        let index = DirectoryIndex(directory)
        let requests = RequestFigures()
        var features: [any Feature] = [
            HomePages(engine: engine),
            SignInPages(
                door: door, opening: opening, secondFactor: secondFactor, accounts: accounts, providers: providers,
                clock: clock,
                demonstration: people
            ),
            SecondStepPages(secondFactor: secondFactor, sessions: sessions),
            JoiningPages(accounts: accounts, invitations: invitations, sessions: sessions, providers: providers),
            ProviderSignInPages(
                providers: providers, attempts: attempts, invitations: invitations, door: providerDoor,
                opening: opening),
            NoticePages(
                drafts: drafts, incoming: incoming, students: students, exchanges: exchanges, directory: directory,
                findProviders: { typed in try await index.providers().search(typed, most: 8) }
            ),
            InboxPages(exchanges: exchanges), ExchangePages(exchanges: exchanges), LedgerPages(exchanges: exchanges),
            MyInformationPages(students: students, exchanges: exchanges),
            ConsentPages(students: students, exchanges: exchanges),
            DecisionPages(students: students, exchanges: exchanges, drafts: drafts),
            RetentionPages(retention: retention),
            StudentRecordPages(students: students, exchanges: exchanges),
            DirectoryPages(directory: directory, index: index), OpenDirectoryPages(directory: directory),
            StaffPages(
                accounts: accounts, invitations: invitations, directory: directory, exchanges: exchanges,
                deliveries: deliveries, hasMailServer: settings.mailServer != nil,
                publicAddress: settings.publicAddress
            ),
            InstallationPages(
                engine: engine, keys: keys, invitations: invitations, directory: directory,
                hasMailServer: settings.mailServer != nil, publicAddress: settings.publicAddress
            ),
            ProviderPages(providers: providers, book: book, publicAddress: settings.publicAddress),
            EndpointPages(endpoints: endpoints),
            RecordSystemPages(
                systems: systems, incoming: incoming, directory: directory,
                test: ConnectionTest(systems: systems, published: published, incoming: incoming) { organisation in
                    try await trial.go(of: organisation)
                }, publicAddress: settings.publicAddress),
            MESHPages(mesh: mesh, systems: systems),
            DeliveryPages(deliveries: deliveries, hasMailServer: settings.mailServer != nil),
            CalendarPages(
                addresses: CalendarAddressStore(engine: engine, keys: keys, clock: clock), exchanges: exchanges,
                students: students, directory: directory, publicAddress: settings.publicAddress
            ),
            AccountPages(), AboutPages(), RecordPages(engine: engine, keys: keys),
            MetricsPages(engine: engine, requests: requests, startedAt: Date()),
        ]
        if let demonstration {
            features.append(
                DemonstrationPages(clock: demonstration.clock, people: demonstration.people) {
                    await sweeping.round()
                })
        }
        site = try await Site(
            features: features, sessions: sessions, engine: engine, keys: keys, clock: clock,
            settings: settings.site(demonstration: demonstration != nil),
            limit: requestCounts.limit(at: "site", most: settings.requestsPerMinute), requests: requests,
            people: people
        )
        fhir = try FHIRService(
            systems: systems, published: published, incoming: incoming, directory: directory, accounts: accounts,
            exchanges: exchanges, endpoints: endpoints, keys: keys, clock: clock, publicAddress: settings.publicAddress,
            limit: requestCounts.limit(at: "fhir", most: settings.requestsPerMinute))
        openReferral = try OpenReferral(
            directory: directory, clock: clock, publicAddress: settings.publicAddress,
            limit: requestCounts.limit(at: "open-referral", most: settings.requestsPerMinute))
        (self.ground, self.settings, self.accounts, self.sessions) = (ground, settings, accounts, sessions)
        self.sweeping = sweeping
        let mail = MailRound(
            engine: engine, keys: keys, clock: clock, directory: directory, server: settings.mailServer,
            publicAddress: settings.publicAddress, logger: Logger(label: "mail"))
        let endpointRound = EndpointRound(
            engine: engine, keys: keys, clock: clock, line: settings.endpointLine,
            publicAddress: settings.publicAddress, logger: Logger(label: "endpoints"))
        let returned = ReturnedRound(
            engine: engine, keys: keys, clock: clock, directory: directory,
            folder: ReturnedLetter.folder(in: settings.dataFolder), logger: Logger(label: "mail"))
        mailing = Mailing(
            mail: mail, endpoints: endpointRound, returned: returned, every: .seconds(5),
            logger: Logger(label: "mail"))
        let (meshReceiver, meshLogger) = (fhir.meshReceiver, Logger(label: "mesh"))
        let meshRound = settings.mesh.map { set in
            MESHRound(
                engine: engine, keys: keys, clock: clock, server: set.server, workflow: set.workflow, pause: set.pause,
                receive: meshReceiver, logger: meshLogger)
        }
        meshExchange = MESHExchange(mesh: meshRound, every: .seconds(2), logger: meshLogger)
        partsAhead = PartsAhead(
            engine: engine, clock: clock, every: .seconds(6 * 3600), logger: Logger(label: "parts"))
        sealing = Sealing(
            sealer: Sealer(engine: engine, keys: keys, clock: clock), every: .seconds(1),
            logger: Logger(label: "sealing")
        )
    }

    /// The site with what stands beside its pages: the FHIR service and the open directory.
    func router() -> Router<SiteContext> {
        let router = site.router()
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
            services: [sweeping, sealing, mailing, meshExchange, partsAhead],
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
        await sealing.round()
        await ground.engine.close()
    }
}

/// What only the demonstration area has.
struct Demonstration: Sendable {
    let clock: ShiftedClock
    /// Who can be signed in as with one click.
    let people: @Sendable () async throws -> [DemonstrationPerson]
}

/// Another program listens where this one was to.
struct PortTaken: Error, CustomStringConvertible {
    let host: String
    let port: Int

    var description: String {
        "Another program has the port \(port) on \(host). Give one of the two another one: FOOTBRIDGE_PORT."
    }
}
