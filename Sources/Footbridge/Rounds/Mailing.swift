import Delivery
import Logging
import ServiceLifecycle

/// Sends e-mails, and messages to organisations' own systems, that are due, every few seconds, and takes in what came back.
struct Mailing: Rounds {
    let mail: MailRound
    let endpoints: EndpointRound
    let returned: ReturnedRound
    let every: Duration
    let logger = Logger(label: "mail")

    init(_ ground: Ground, _ settings: Settings, _ stores: Stores, every: Duration) {
        let (engine, keys, clock) = (ground.engine, ground.keys, ground.clock)
        mail = MailRound(
            engine: engine, keys: keys, clock: clock, directory: stores.directory, server: settings.mailServer,
            publicAddress: settings.publicAddress, hasMESH: settings.mesh != nil, logger: logger)
        endpoints = EndpointRound(
            engine: engine, keys: keys, clock: clock, line: settings.endpointLine,
            publicAddress: settings.publicAddress, hasMESH: settings.mesh != nil, logger: Logger(label: "endpoints"))
        returned = ReturnedRound(
            engine: engine, keys: keys, clock: clock, directory: stores.directory,
            folder: ReturnedLetter.folder(in: settings.dataFolder), logger: logger)
        self.every = every
    }

    /// Side by side: a mail server that does not answer keeps no system waiting.
    func round() async {
        async let letters: Void = watched("e-mails") { try await mail.go(until: { Task.isShuttingDownGracefully }) }
        async let messages: Void = watched("messages to systems") {
            try await endpoints.go(until: { Task.isShuttingDownGracefully })
        }
        await orLog("returned e-mails could not be taken in") {
            let known = try await returned.go()
            if known > 0 { logger.info("e-mails came back", metadata: ["number": "\(known)"]) }
        }
        _ = await (letters, messages)
    }

    private func watched(_ what: String, _ send: @Sendable () async throws -> Int) async {
        await orLog("a round of \(what) did not finish") {
            let sent = try await send()
            if sent > 0 { logger.info("\(what) left", metadata: ["number": "\(sent)"]) }
        }
    }
}
