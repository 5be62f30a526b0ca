import Accounts
import Database
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension FHIRService {
    /// Takes a message in. It is never refused because nobody asked the student, and never passed on without their yes:
    /// unless everybody concerned decided in advance, it waits for a person of the sender's own team. The answer says which.
    func processMessage(_ call: FHIRCall) async throws -> FHIRAnswer {
        let message = try Message(try await inspected(call.request))
        let request = try Self.requestID(of: call, message)
        let receipt = try await take(message, request, from: try call.caller().system)
        if case .repeated = receipt {
            throw FHIRProblem(.conflict, .duplicate, "This X-Request-Id has arrived before, and was kept then.")
        }
        return FHIRAnswer(response(to: message, receipt))
    }

    /// Whatever way it came, the same rules count.
    /// - Parameter request: what its sender calls the handing in, the same each time it is tried.
    func take(
        _ message: Message, _ request: String, from system: RecordSystem
    ) async throws -> IncomingStore.Receipt {
        let intent = try message.intent()
        try message.requireOneNews()
        switch intent {
        case .tell(let isUpdate): return try await tell(message, isUpdate, request, from: system)
        case .cancel(let isMistake): return try await cancel(message, isMistake, request, from: system)
        }
    }

    private func tell(
        _ message: Message, _ isUpdate: Bool, _ request: String, from system: RecordSystem
    ) async throws -> IncomingStore.Receipt {
        let notice = try message.notice(provider: try await provider(of: message, by: system.actor), at: clock.now)
        return try await incoming.receive(
            notice, request: request, contentHash: message.contentHash, formerHashes: message.formerHashes,
            focusHash: message.focusHash, messageID: message.id, isUpdate: isUpdate, from: system)
    }

    /// - Throws: `FHIRProblem` where nothing is known by that name.
    private func cancel(
        _ message: Message, _ isMistake: Bool, _ request: String, from system: RecordSystem
    ) async throws -> IncomingStore.Receipt {
        let path = "\(Message.headerPath).focus"
        guard let focus = message.focusHash else {
            throw FHIRProblem(.unprocessableContent, .required, "Say which request it is.", at: path)
        }
        guard !message.isModified else {
            throw FHIRProblem(
                .unprocessableContent, .extension,
                "Nothing was taken back: a modifierExtension, or implicitRules, is not understood here.", at: path)
        }
        let (hash, former) = (message.contentHash, message.formerHashes)
        do {
            return try await onceMore {
                try await incoming.cancel(
                    Cancellation(focusHash: focus, isMistake: isMistake), request: request, contentHash: hash,
                    formerHashes: former, from: system)
            }
        } catch is NotFound {
            throw FHIRProblem(
                .notFound, .notFound,
                "This system has handed in no such request. Should it come after all, it waits for a person of your team.",
                at: path)
        }
    }

    /// Two that arrive at the same moment: the second sees what the first has kept.
    private func onceMore(
        _ keep: () async throws -> IncomingStore.Receipt
    ) async throws -> IncomingStore.Receipt {
        do { return try await keep() } catch DatabaseFault.notUnique(_) { return try await keep() }
    }

    /// Reads the body and holds it against FHIR's own definitions; every fault is told at once.
    func inspected(_ request: Request) async throws -> JSONText.Value {
        let body = try await body(
            of: request, as: ["application/fhir+json", "application/json"], most: Self.largestMessage)
        return try inspected(Data(buffer: body))
    }

    func inspected(_ body: Data) throws(FHIRProblem) -> JSONText.Value {
        let value = try Self.read(body)
        let faults = definitions.faults(in: value)
        if faults.contains(where: \.isGrave) { throw FHIRProblem(.badRequest, faults) }
        return value
    }

    static func read(_ body: Data) throws(FHIRProblem) -> JSONText.Value {
        do { return try JSONText.read(body) } catch { throw FHIRProblem(.badRequest, [Fault(error)]) }
    }

    /// - Throws: `FHIRProblem` for one that is no UUID, or is missing where the standard wants it.
    private static func requestID(of call: FHIRCall, _ message: Message) throws(FHIRProblem) -> String {
        if let id = try call.requestID() { return id }
        if message.event.needsRequestID { throw FHIRProblem(.badRequest, .required, "Send an X-Request-Id (a UUID).") }
        return message.ownName ?? UUID().uuidString
    }

    /// - Throws: `FHIRProblem` for a university that is not known, or has closed, and for several.
    private func provider(of message: Message, by caller: Actor) async throws -> OrganisationID? {
        let named = message.providerNumbers
        guard let (number, path) = named.first else { return nil }
        if let other = named.first(where: { $0.ukprn != number }) {
            throw FHIRProblem(
                .unprocessableContent, .notSupported,
                "A message here is for one university. Send another message for this.", at: other.path)
        }
        do {
            let provider = try await directory.provider(ukprn: number, by: caller)
            if let closed = provider.closedOn, closed <= CalendarDate(clock.now) {
                throw FHIRProblem(.unprocessableContent, .businessRule, "This university has closed.", at: path)
            }
            return provider.id
        } catch is NotFound {
            throw FHIRProblem(.unprocessableContent, .notFound, "No university has this UKPRN.", at: path)
        }
    }
}
