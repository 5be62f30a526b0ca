import Accounts
import Database
import Foundation
import Logging
import Outbox
import Vocabulary

/// Collects what waits for us on MESH, has it taken in, and sends the answers, and later what became of it.
public struct MESHRound: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let server: any MESHAsking
    let mailbox: String
    /// What comes has to be of this workflow.
    let workflow: String
    /// What leaves is of the one that belongs to it, as MESH has it.
    var answering: String { workflow + "_ACK" }
    /// The pause after an inbox was emptied, in seconds.
    let pause: TimeInterval
    let systems: RecordSystemStore
    let receive: MESHReceiver
    let word: MESHWord
    let queue: DeliveryQueue
    let logger: Logger

    /// The pause after MESH could not be asked, in seconds; never longer than the usual one.
    private static let shortPause: TimeInterval = 60

    init(
        engine: any Engine, keys: KeyRing, clock: any Clock, server: any MESHAsking, mailbox: String,
        workflow: String, pause: TimeInterval, receive: @escaping MESHReceiver,
        word: @escaping MESHWord, logger: Logger
    ) {
        (self.engine, self.keys, self.clock, self.server) = (engine, keys, clock, server)
        (self.mailbox, self.workflow, self.pause) = (mailbox, workflow, pause)
        (self.receive, self.word, self.logger) = (receive, word, logger)
        systems = RecordSystemStore(engine: engine, clock: clock)
        queue = DeliveryQueue(engine: engine)
    }

    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, server: MESHServer, workflow: String,
        pause: TimeInterval, receive: @escaping MESHReceiver, word: @escaping MESHWord, logger: Logger
    ) {
        self.init(
            engine: engine, keys: keys, clock: clock, server: server, mailbox: server.mailbox.id, workflow: workflow,
            pause: pause, receive: receive, word: word, logger: logger)
    }

    /// Shows MESH who we are, at the start: what is wrong is known at once.
    public func greet() async throws {
        guard let line = try await MESHLine.open(mailbox, on: engine) else { return }
        await ask(line, next: clock.now) { try await greet(line) }
    }

    /// - Parameter isOver: whether the program is about to stop; then the rest stays for the next round.
    public func go(until isOver: @Sendable () -> Bool = { false }) async throws {
        if let line = try await MESHLine.open(mailbox, on: engine),
            try await line.claim(at: clock.now, pause: pause, on: engine)
        {
            await ask(line, next: clock.now + pause) {
                if line.owesGreeting(at: clock.now) { try await greet(line) }
                try await collect(line, until: isOver)
                try await track()
            }
        }
        try await takeIn(until: isOver)
        try await send(until: isOver)
    }

    private func greet(_ line: MESHLine) async throws {
        try await server.greet()
        try await line.greeted(at: clock.now, on: engine)
        logger.info("MESH knows our mailbox", metadata: ["mailbox": "\(mailbox)"])
    }

    /// Asks, and writes down how that went.
    private func ask(_ line: MESHLine, next: Date, _ work: () async throws -> Void) async {
        do {
            var fault: MESHFault?
            do { try await work() } catch let found as MESHFault { fault = found }
            if let fault { logger.warning("MESH could not be asked", metadata: ["fault": "\(fault)"]) }
            let again = fault == nil ? next : clock.now + min(pause, Self.shortPause)
            try await line.asked(fault?.description, next: again, at: clock.now, on: engine)
        } catch is CancellationError {} catch {
            logger.error("what MESH said was not kept", metadata: ["error": "\(error)"])
        }
    }
}
