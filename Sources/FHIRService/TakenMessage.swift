import Accounts
import Exchange
import FHIR
import Foundation
import Vocabulary

/// What became of a message that came by another way than HTTP.
public struct TakenMessage: Sendable {
    public let fate: Fate
    /// What its sender is told, as FHIR.
    public let answer: Data
    /// The exchange that came of it at once, or had come of what it takes back.
    public let exchange: ExchangeID?
    /// Under what it, the same before, or what it takes back is kept; an exchange may come of that later.
    public let kept: IncomingMessageID?

    public enum Fate: Sendable {
        case taken
        /// It is a message, and is not taken as it is.
        case refused
        case noMessage
    }
}

extension FHIRService {
    /// Takes a message in from a system that is known already, by the rules of `$process-message`.
    /// - Parameter name: what the way it came calls it, where its sender calls it nothing.
    /// - Throws: what is a fault of ours; then it can be tried again.
    public func take(_ body: Data, named name: String, from system: RecordSystem) async throws -> TakenMessage {
        var message: Message?
        do {
            guard body.count <= Self.largestMessage else {
                throw FHIRProblem(.contentTooLarge, .tooLong, "A message has two megabytes at most.")
            }
            let read = try Message(try inspected(body))
            message = read
            guard system.scopes.contains(.messages) else {
                throw FHIRProblem(.forbidden, .forbidden, "This record system may not hand in messages.")
            }
            let receipt = try await take(read, read.ownName ?? name, from: system)
            return TakenMessage(
                fate: .taken, answer: Data(response(to: read, receipt).utf8()), exchange: receipt.exchange,
                kept: receipt.kept)
        } catch {
            guard let problem = FHIRProblem(refusal: error) else { throw error }
            let answer = message.map { response(to: $0, problem) } ?? OperationOutcome.resource(problem.faults)
            return TakenMessage(
                fate: message == nil ? .noMessage : .refused, answer: Data(answer.utf8()), exchange: nil, kept: nil)
        }
    }
}

extension IncomingStore.Receipt {
    fileprivate var exchange: ExchangeID? {
        switch self {
        case .sent(let sent): sent.exchangeID
        case .cancelled(let outcome): outcome.exchangeID
        case .held, .repeated, .recognised: nil
        }
    }

    fileprivate var kept: IncomingMessageID? {
        switch self {
        case .held(let id, _), .repeated(let id), .recognised(let id): id
        case .cancelled(let outcome): outcome.messageID
        case .sent: nil
        }
    }
}
