import Accounts
import Database
import Directory
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Outbox
import Vocabulary

/// The FHIR R4 face: record systems prove who they are, look universities up, and hand in messages.
public struct FHIRService: Sendable {
    let systems: RecordSystemStore
    let published: PublishedKeys
    let incoming: IncomingStore
    let directory: DirectoryStore
    let accounts: AccountStore
    let exchanges: ExchangeStore
    let endpoints: EndpointStore
    let keys: KeyRing
    let definitions: FHIRDefinitions
    let clock: any Clock
    let publicAddress: URL
    /// Where the service is.
    let base: URL
    let startedAt: Date
    let limit: RateLimit
    let logger = Logger(label: "fhir")

    /// The largest message accepted, in bytes.
    static let largestMessage = 2 << 20

    /// - Throws: where the official definitions cannot be read.
    public init(
        systems: RecordSystemStore, published: PublishedKeys, incoming: IncomingStore, directory: DirectoryStore,
        accounts: AccountStore, exchanges: ExchangeStore, endpoints: EndpointStore, keys: KeyRing, clock: any Clock,
        publicAddress: URL, limit: RateLimit
    ) throws {
        (self.systems, self.published, self.incoming, self.directory) = (systems, published, incoming, directory)
        (self.accounts, self.exchanges, self.endpoints, self.keys) = (accounts, exchanges, endpoints, keys)
        (self.clock, self.publicAddress, base) = (clock, publicAddress, publicAddress.appending(path: "fhir/R4"))
        (definitions, startedAt) = (try FHIRDefinitions.r4(), clock.now)
        self.limit = limit
    }

    /// Every interaction, and what it takes; a test walks this list with every kind of caller.
    var interactions: [Interaction] {
        [
            Interaction(.get, "/fhir/R4/metadata", needs: nil) { _ in FHIRAnswer(capabilities) },
            Interaction(.get, "/.well-known/smart-configuration", needs: nil) { _ in FHIRAnswer(smart, .plain) },
            Interaction(.get, "/fhir/R4/.well-known/smart-configuration", needs: nil) { _ in
                FHIRAnswer(smart, .plain)
            },
            Interaction(.post, "/fhir/R4/$process-message", needs: .messages, processMessage),
        ] + resources.flatMap(interactions)
    }

    /// What is served, each in a file of its own.
    var resources: [ServedResource] {
        [
            organizations, healthcareServices, locations, directoryEndpoints, practitionerRoles, tasks, serviceRequests,
            patients, encounters, communications, provenances, auditEvents, consents, subscriptions,
        ]
    }

    /// Adds the service to a site's router.
    public func add<Context: RequestContext>(to router: Router<Context>) {
        router.on("/oauth/token", method: .post) { request, _ in await token(request) }
        for interaction in interactions {
            let path = RouterPath(interaction.path)
            router.on(path, method: interaction.method) { request, context in
                await answer(interaction, request, id: context.parameters.get("id"))
            }
            guard interaction.method == .get else { continue }
            router.on(path, method: .head) { request, context in
                await answer(interaction, request, id: context.parameters.get("id")).createHeadResponse()
            }
        }
    }
}

/// One thing that the service does.
struct Interaction: Sendable {
    let method: HTTPRequest.Method
    let path: String
    /// `nil`: for anybody.
    let scope: SystemScope?
    let perform: @Sendable (FHIRCall) async throws -> FHIRAnswer

    init(
        _ method: HTTPRequest.Method, _ path: String, needs scope: SystemScope?,
        _ perform: @escaping @Sendable (FHIRCall) async throws -> FHIRAnswer
    ) {
        (self.method, self.path, self.scope, self.perform) = (method, path, scope, perform)
    }
}
