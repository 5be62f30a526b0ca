import Accounts
import Database
import Directory
import Foundation
import Logging
import Outbox
import Vocabulary

/// Sends what is due. Safe to miss, safe to do twice at once: a letter is leased by one worker at a time, and one that was
/// sent when the power went before that was written down is sent again after its lease, which a reader can bear.
public struct MailRound: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    let queue: DeliveryQueue
    let directory: DirectoryStore
    let server: SMTPServer?
    let publicAddress: URL
    let hasMESH: Bool
    let logger: Logger

    /// - Parameters:
    ///   - server: `nil` where no mail server is set: then nothing leaves, and what has waited for three days is forgotten.
    ///   - hasMESH: whether record systems can be told by MESH.
    public init(
        engine: any Engine, keys: KeyRing, clock: any Clock, directory: DirectoryStore, server: SMTPServer?,
        publicAddress: URL, hasMESH: Bool = false, logger: Logger
    ) {
        (self.engine, self.keys, self.clock, self.directory) = (engine, keys, clock, directory)
        (self.server, self.publicAddress, self.hasMESH, self.logger) = (server, publicAddress, hasMESH, logger)
        queue = DeliveryQueue(engine: engine)
    }

    /// - Parameter isOver: whether the program is about to stop; then the rest stays for the next round.
    /// - Returns: how many e-mails left.
    @discardableResult
    public func go(until isOver: @Sendable () -> Bool = { false }) async throws -> Int {
        guard let server else {
            try await forget()
            return 0
        }
        logger.sayAstray(try await queue.setRight(.mail, at: clock.now))
        logger.sayStale(try await Dispatch(engine: engine, hasMESH: hasMESH).round(at: clock.now))
        var sent = 0
        while !isOver(), case let taken = try await queue.take(at: clock.now), !taken.isEmpty {
            let bundle = try await Readdressing(engine: engine).stillDue(taken, at: clock.now)
            if !bundle.isEmpty, try await send(bundle, by: server) { sent += 1 }
        }
        return sent
    }

    /// Without a mail server there are letters too, where systems are told.
    private func forget() async throws {
        let count = try await queue.dropUntried(at: clock.now)
        guard count > 0 else { return }
        logger.notice(
            "no mail server is set, and e-mails that waited were forgotten", metadata: ["letters": "\(count)"])
    }

    private func send(_ bundle: [Delivery], by server: SMTPServer) async throws -> Bool {
        let ready: (Letter, MailAddress)?
        do { ready = try await prepared(bundle) } catch let error where Self.isAboutOneLetter(error) {
            // A ring that lacks a key may be put right within three days.
            try await settle(bundle, Self.unreadable)
            return false
        }
        guard let (letter, address) = ready else {
            try await queue.failed(bundle, try await whyNothing(bundle[0]), lasting: true, at: clock.now)
            return false
        }
        let returns = server.returns.flatMap { $0.address(of: bundle[0].id, keys: keys) }
        do { try await server.send(letter, to: address, returningTo: returns) } catch let fault as MailFault {
            try await settle(bundle, fault)
            return false
        }
        try await queue.delivered(bundle, to: address.index(keys), at: clock.now)
        return true
    }

    /// What cannot be unsealed keeps no other letter waiting.
    private static func isAboutOneLetter(_ error: any Error) -> Bool {
        !(error is DatabaseFault || error is CancellationError)
    }

    private static let unreadable = MailFault("The address cannot be unsealed with the keys that are here.")

    private func settle(_ bundle: [Delivery], _ fault: MailFault) async throws {
        logger.warning("an e-mail did not leave", metadata: ["fault": "\(fault)", "letters": "\(bundle.count)"])
        try await queue.failed(bundle, fault.description, lasting: fault.isLasting, at: clock.now)
        guard fault.isLasting, let point = bundle[0].recipient.contactPointID else { return }
        try await directory.markBounced(point, by: .system)
    }

    /// What leaves, and where to.
    /// - Returns: `nil` where there is no address, or an invitation is not open any more.
    private func prepared(_ bundle: [Delivery]) async throws -> (Letter, MailAddress)? {
        let (keys, now, recipient) = (keys, clock.now, bundle[0].recipient)
        if case .invited(let id) = recipient {
            let sending = try await engine.read { try InvitationStore.sending(id, at: now, keys: keys, in: $0) }
            guard let sending, let address = MailAddress(sending.email) else { return nil }
            return (Letter(sending, id: bundle[0].id.rawValue, publicAddress: publicAddress, at: now), address)
        }
        let text = try await engine.read { try Self.address(of: recipient, keys: keys, in: $0) }
        let isMailbox = recipient.contactPointID != nil
        return text.flatMap(MailAddress.init).map {
            (Letter(bundle, publicAddress: publicAddress, toMailbox: isMailbox, at: now), $0)
        }
    }

    private func whyNothing(_ delivery: Delivery) async throws -> String {
        guard case .invited(let id) = delivery.recipient else { return "There is no address to send it to." }
        let now = clock.now
        let isPast = try await engine.read { try InvitationStore.isPastItsWeek(id, at: now, in: $0) }
        return isPast ? Self.expired : "The invitation was accepted or withdrawn before this left."
    }

    private static let expired = """
        The invitation has expired: it was good for a week. A service manager makes a new one under Colleagues; the \
        operator, an organisation’s first, under This installation.
        """

    /// - Returns: `nil` where the account is disabled, or the contact point closed.
    private static func address(
        of recipient: Delivery.Recipient, keys: KeyRing, in database: any Reading
    ) throws -> String? {
        switch recipient {
        case .person(let account): try AccountStore.email(of: account, keys: keys, in: database)
        case .mailbox(let point):
            try database.row("SELECT email FROM contact_point WHERE id = \(point) AND closed_at IS NULL")?("email")
        case .system, .mesh, .invited: nil
        }
    }
}
