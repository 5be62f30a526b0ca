import Accounts
import Delivery
import Directory
import Exchange
import Foundation
import Website

/// Every page of an installation, by whom it is for.
struct Pages: Sendable {
    let ground: Ground
    let settings: Settings
    let stores: Stores
    let outside: Outside
    let requests: RequestFigures
    /// How long machines that ask how it is wait for the database.
    let patience: Duration
    /// `nil` in a real installation.
    let demonstration: Demonstration?

    /// Who can be signed in as with one click: nobody, in a real installation.
    var people: @Sendable () async throws -> [DemonstrationPerson] { demonstration?.people ?? { @Sendable in [] } }

    private var hasMailServer: Bool { settings.mailServer != nil }

    var all: [any Feature] { signingIn + caring + aboutStudents + directory + keeping + machines + anybody }

    private var signingIn: [any Feature] {
        let opening = Opening(sessions: stores.sessions, keys: ground.keys)
        return [
            SignInPages(
                door: stores.door, opening: opening, secondFactor: stores.secondFactor, accounts: stores.accounts,
                providers: stores.providers, clock: ground.clock,
                demonstration: people),
            SecondStepPages(secondFactor: stores.secondFactor, sessions: stores.sessions),
            JoiningPages(
                accounts: stores.accounts, invitations: stores.invitations, sessions: stores.sessions,
                providers: stores.providers),
            ProviderSignInPages(
                providers: stores.providers, attempts: stores.attempts, invitations: stores.invitations,
                door: outside.providerDoor, opening: opening),
            AccountPages(),
        ]
    }

    /// For clinicians, practitioners and those who decide.
    private var caring: [any Feature] {
        let index = stores.index
        return [
            NoticePages(
                drafts: stores.drafts, incoming: stores.incoming, students: stores.students,
                exchanges: stores.exchanges, directory: stores.directory, publicAddress: settings.publicAddress,
                findProviders: { typed in try await index.providers().search(typed, most: 8) }),
            InboxPages(exchanges: stores.exchanges), ExchangePages(exchanges: stores.exchanges),
            LedgerPages(exchanges: stores.exchanges),
            DecisionPages(students: stores.students, drafts: stores.drafts),
            CalendarPages(
                addresses: stores.calendars, exchanges: stores.exchanges, students: stores.students,
                directory: stores.directory, publicAddress: settings.publicAddress),
        ]
    }

    private var aboutStudents: [any Feature] {
        [
            MyInformationPages(students: stores.students, exchanges: stores.exchanges),
            ConsentPages(students: stores.students, exchanges: stores.exchanges),
            StudentRecordPages(students: stores.students, exchanges: stores.exchanges),
        ]
    }

    private var directory: [any Feature] {
        [
            DirectoryPages(directory: stores.directory, index: stores.index, exchanges: stores.exchanges),
            OpenDirectoryPages(directory: stores.directory),
        ]
    }

    /// For managers, information governance and the operator.
    private var keeping: [any Feature] {
        [
            RetentionPages(retention: stores.retention),
            StaffPages(
                accounts: stores.accounts, invitations: stores.invitations, directory: stores.directory,
                exchanges: stores.exchanges, deliveries: stores.deliveries, hasMailServer: hasMailServer,
                publicAddress: settings.publicAddress),
            InstallationPages(
                engine: ground.engine, keys: ground.keys, invitations: stores.invitations, directory: stores.directory,
                hasMailServer: hasMailServer, publicAddress: settings.publicAddress),
            ProviderPages(providers: stores.providers, book: outside.book, publicAddress: settings.publicAddress),
            DeliveryPages(deliveries: stores.deliveries, hasMailServer: hasMailServer),
        ]
    }

    /// About the systems of organisations.
    private var machines: [any Feature] {
        let trial = EndpointTrial(
            engine: ground.engine, keys: ground.keys, clock: ground.clock, line: settings.endpointLine,
            publicAddress: settings.publicAddress)
        let test = ConnectionTest(systems: stores.systems, published: outside.published, incoming: stores.incoming) {
            try await trial.go(of: $0)
        }
        return [
            EndpointPages(endpoints: stores.endpoints),
            RecordSystemPages(
                systems: stores.systems, incoming: stores.incoming, directory: stores.directory,
                endpoints: stores.endpoints, hasMESH: settings.mesh != nil, test: test,
                publicAddress: settings.publicAddress),
            MESHPages(mesh: stores.mesh, systems: stores.systems),
        ]
    }

    private var anybody: [any Feature] {
        [
            HomePages(engine: ground.engine, patience: patience), AboutPages(),
            RecordPages(engine: ground.engine, keys: ground.keys),
            MetricsPages(
                engine: ground.engine, keys: ground.keys, requests: requests, startedAt: Date(), patience: patience),
        ]
    }
}
