import Crypto
import Database
import Exchange
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension FHIRService {
    /// Takes a message in. It is never refused because nobody asked the student, and never passed on without their yes: it
    /// waits for a person of the sender's own team, and the answer says so.
    func processMessage(_ call: FHIRCall) async throws -> FHIRAnswer {
        let bundle = try await inspected(call.request)
        let message = try Message(bundle)
        let request = try Self.requestID(of: call, message)
        let notice = try message.notice(
            provider: try await provider(of: message, by: try call.caller().actor), at: clock.now)
        let hash = Self.contentHash(of: bundle)
        let receipt = try await receive(notice, request, hash, from: call)
        if case .repeated = receipt {
            throw FHIRProblem(.conflict, .duplicate, "This X-Request-Id has arrived before, and was kept then.")
        }
        return FHIRAnswer(response(to: message, receipt))
    }

    /// Two that arrive at the same moment: the second sees what the first has kept.
    private func receive(
        _ notice: IncomingNotice, _ request: String, _ hash: String, from call: FHIRCall
    ) async throws -> IncomingStore.Receipt {
        let system = try call.caller().system
        do {
            return try await incoming.receive(notice, request: request, contentHash: hash, from: system)
        } catch DatabaseFault
            .notUnique(_)
        { return try await incoming.receive(notice, request: request, contentHash: hash, from: system) }
    }

    /// Reads the body and holds it against FHIR's own definitions; every fault is told at once.
    func inspected(_ request: Request) async throws -> JSONText.Value {
        let kind = (request.headers[.contentType] ?? "").split(separator: ";").first.map(\.trimmed)?.lowercased()
        guard kind == "application/fhir+json" || kind == "application/json" else {
            throw FHIRProblem(.unsupportedMediaType, .notSupported, "Send application/fhir+json.")
        }
        let body = try await request.body.collect(upTo: Self.largestMessage)
        let value = try Self.read(Data(buffer: body))
        let faults = definitions.faults(in: value)
        if faults.contains(where: \.isGrave) { throw FHIRProblem(.badRequest, faults) }
        return value
    }

    private static func read(_ body: Data) throws(FHIRProblem) -> JSONText.Value {
        do { return try JSONText.read(body) } catch { throw FHIRProblem(.badRequest, [Fault(error)]) }
    }

    /// - Throws: `FHIRProblem` for one that is no UUID, or is missing where the standard wants it.
    private static func requestID(of call: FHIRCall, _ message: Message) throws(FHIRProblem) -> String {
        if let id = call.requestID {
            guard UUID(uuidString: id) != nil else {
                throw FHIRProblem(.badRequest, .value, "X-Request-Id must be a UUID.")
            }
            return id
        }
        if message.event.needsRequestID { throw FHIRProblem(.badRequest, .required, "Send an X-Request-Id (a UUID).") }
        return message.bundle["id"]?.string ?? message.bundle["identifier"]?["value"]?.string ?? UUID().uuidString
    }

    /// - Throws: `FHIRProblem` for a university that is not known, or has closed.
    private func provider(of message: Message, by caller: Actor) async throws -> OrganisationID? {
        guard let (number, path) = message.providerNumber else { return nil }
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

    /// The same for a message that is sent again in a new envelope.
    private static func contentHash(of bundle: JSONText.Value) -> String {
        let envelope: Set = ["id", "identifier", "meta", "timestamp"]
        let content = JSONText.Value.object((bundle.members ?? []).filter { !envelope.contains($0.key) })
        return Hex.text(SHA256.hash(data: Data(content.utf8())))
    }
}

extension FHIRService {
    /// The message that answers: `ok`, and in words that a person decides now.
    private func response(to message: Message, _ receipt: IncomingStore.Receipt) -> JSONText.Value {
        let outcome = UUID().uuidString.lowercased()
        let header: JSONText.Value = [
            "resourceType": "MessageHeader", "eventCoding": message.header["eventCoding"] ?? [:],
            "source": [
                "name": "Footbridge", "endpoint": .string(publicAddress.appending(path: "fhir/R4").absoluteString),
            ],
            "response": [
                "identifier": .string(message.bundle["id"]?.string ?? message.header["id"]?.string ?? "unknown"),
                "code": "ok", "details": ["reference": .string("urn:uuid:\(outcome)")],
            ],
        ]
        return [
            "resourceType": "Bundle", "id": .string(UUID().uuidString.lowercased()), "type": "message",
            "timestamp": .string(FHIRTime.instant(clock.now)),
            "entry": [
                ["fullUrl": .string("urn:uuid:\(UUID().uuidString.lowercased())"), "resource": header],
                [
                    "fullUrl": .string("urn:uuid:\(outcome)"),
                    "resource": OperationOutcome.resource([
                        Fault(.information, .informational, at: nil, Self.words(receipt))
                    ]),
                ],
            ],
        ]
    }

    private static func words(_ receipt: IncomingStore.Receipt) -> String {
        switch receipt {
        case .held(let id):
            "Kept as \(id). Nothing has gone to a university: a person of your team has been asked to decide."
        case .recognised(let id), .repeated(let id):
            "The same content was kept before as \(id); nothing was done twice."
        }
    }
}
