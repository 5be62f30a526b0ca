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
    let accounts: AccountStore
    let sessions: SessionStore
    let sweeping: Sweeping
    let sealing: Sealing
    let mailing: Mailing
    let partsAhead: PartsAhead

    /// - Parameter demonstration: the demonstration area's own parts; `nil` in a real installation.
    init(
        _ ground: Ground, _ settings: Settings, passwordRounds: Int = PasswordHash.standardRounds,
        demonstration: Demonstration? = nil
    ) async throws {
        let (engine, keys, clock) = (ground.engine, ground.keys, ground.clock)
        let limits = SessionLimits(
            staffIdle: Double(settings.staffIdleMinutes) * 60, studentIdle: Double(settings.studentIdleMinutes) * 60
        )
        let accounts = AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let sessions = SessionStore(engine: engine, keys: keys, clock: clock, limits: limits)
        let secondFactor = SecondFactor(engine: engine, keys: keys, clock: clock)
        let invitations = InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let door = LocalAccounts(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        let directory = DirectoryStore(engine: engine, keys: keys, clock: clock)
        let exchanges = ExchangeStore(engine: engine, keys: keys, clock: clock)
        let drafts = DraftStore(engine: engine, keys: keys, clock: clock)
        let retention = RetentionStore(engine: engine, keys: keys, clock: clock)
        let systems = RecordSystemStore(engine: engine, clock: clock)
        let incoming = IncomingStore(engine: engine, keys: keys, clock: clock)
        let sweeping = Sweeping(
            sweeper: Sweeper(engine: engine, keys: keys), drafts: drafts,
            sessions: sessions, retention: retention, systems: systems, incoming: incoming,
            keys: KeyRound(engine: engine, keys: keys, clock: clock),
            clock: clock, every: .seconds(20), logger: Logger(label: "sweeping")
        )
        let students = StudentsStore(engine: engine, keys: keys, clock: clock)
        let deliveries = DeliveryStore(engine: engine, clock: clock)
        let index = DirectoryIndex(directory)
        let requests = RequestFigures()
        var features: [any Feature] = [
            HomePages(engine: engine),
            SignInPages(
                door: door, sessions: sessions, secondFactor: secondFactor, accounts: accounts, keys: keys,
                clock: clock,
                demonstration: demonstration?.people ?? { @Sendable in [] }
            ),
            SecondStepPages(secondFactor: secondFactor, sessions: sessions),
            JoiningPages(accounts: accounts, invitations: invitations, sessions: sessions),
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
            DirectoryPages(directory: directory, index: index),
            StaffPages(
                accounts: accounts, invitations: invitations, directory: directory,
                publicAddress: settings.publicAddress
            ),
            InstallationPages(
                engine: engine, keys: keys, invitations: invitations, directory: directory,
                publicAddress: settings.publicAddress
            ),
            EndpointPages(
                endpoints: EndpointStore(
                    engine: engine, keys: keys, clock: clock, allowsPrivate: settings.endpointLine.allowsPrivate)),
            RecordSystemPages(
                systems: systems, incoming: incoming, directory: directory, publicAddress: settings.publicAddress),
            DeliveryPages(deliveries: deliveries, hasMailServer: settings.mailServer != nil),
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
            settings: settings.site(demonstration: demonstration != nil), requests: requests
        )
        fhir = try FHIRService(
            systems: systems, incoming: incoming, directory: directory, clock: clock,
            publicAddress: settings.publicAddress, requestsPerMinute: settings.requestsPerMinute)
        (self.ground, self.settings, self.accounts, self.sessions) = (ground, settings, accounts, sessions)
        self.sweeping = sweeping
        let mail = MailRound(
            engine: engine, keys: keys, clock: clock, directory: directory, server: settings.mailServer,
            publicAddress: settings.publicAddress, logger: Logger(label: "mail"))
        let endpointRound = EndpointRound(
            engine: engine, keys: keys, clock: clock, line: settings.endpointLine,
            publicAddress: settings.publicAddress, logger: Logger(label: "endpoints"))
        mailing = Mailing(mail: mail, endpoints: endpointRound, every: .seconds(5), logger: Logger(label: "mail"))
        partsAhead = PartsAhead(
            engine: engine, clock: clock, every: .seconds(6 * 3600), logger: Logger(label: "parts"))
        sealing = Sealing(
            sealer: Sealer(engine: engine, keys: keys, clock: clock), every: .seconds(1),
            logger: Logger(label: "sealing")
        )
    }

    /// The site with the FHIR service beside its pages.
    func router() -> Router<SiteContext> {
        let router = site.router()
        fhir.add(to: router)
        return router
    }

    /// Serves until it is told to stop, finishes what has begun, and closes the database.
    func serve(whenReady: @escaping @Sendable (String) -> Void) async throws {
        let (publicAddress, host) = (settings.publicAddress.absoluteString, settings.host)
        let server = Hummingbird.Application(
            router: router(),
            configuration: .init(address: .hostname(host, port: settings.port), serverName: "Footbridge"),
            services: [sweeping, sealing, mailing, partsAhead],
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                whenReady(publicAddress.hasSuffix(":0") ? "http://\(host):\(port)" : publicAddress)
            },
            logger: Logger(label: "site")
        )
        try await server.runService()
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
