import Exchange
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// The message that answers: `ok`, and what became of what was handed in.
    func response(to message: Message, _ receipt: IncomingStore.Receipt) -> JSONText.Value {
        response(to: message, "ok", ["resourceType": "OperationOutcome", "issue": .array(receipt.issues)])
    }

    /// The message that says why nothing became of it, for a way that has no status to say so.
    func response(to message: Message, _ problem: FHIRProblem) -> JSONText.Value {
        response(to: message, "fatal-error", OperationOutcome.resource(problem.faults))
    }

    private func response(to message: Message, _ code: String, _ outcome: JSONText.Value) -> JSONText.Value {
        let now = clock.now
        let (bundle, own, place) = (fresh(at: now), "urn:uuid:\(fresh(at: now))", "urn:uuid:\(fresh(at: now))")
        let header: JSONText.Value = [
            "resourceType": "MessageHeader", "eventCoding": message.header["eventCoding"] ?? [:],
            "source": [
                "name": "Footbridge", "endpoint": .string(base.absoluteString),
            ],
            "response": [
                "identifier": .string(message.id ?? "unknown"),
                "code": .string(code), "details": ["reference": .string(place)],
            ],
        ]
        return [
            "resourceType": "Bundle", "id": .string(bundle), "type": "message",
            "timestamp": .string(FHIRTime.instant(now)),
            "entry": [
                ["fullUrl": .string(own), "resource": header],
                ["fullUrl": .string(place), "resource": outcome],
            ],
        ]
    }

    /// An id for what is told and not kept.
    private func fresh(at now: Date) -> String { Identifier<Never>(at: now).rawValue }
}

extension IncomingStore.Receipt {
    /// What became of it, in codes for the sending system and in words for whoever reads its log.
    fileprivate var issues: [JSONText.Value] {
        switch self {
        case .sent(let sent):
            let told = sent.told.sorted().map { (FHIRSystem.categories, $0.rawValue) }
            let codes = [(FHIRSystem.messageOutcome, "sent"), (FHIRSystem.exchangeReference, sent.reference)] + told
            return [Self.issue(codes, "Sent to the university as \(sent.reference), as the student had decided.")]
        case .held(let id, let reasons):
            let words =
                "Kept as \(id). Nothing has gone to a university: a person of your team has been asked to decide."
            return [Self.issue([(FHIRSystem.messageOutcome, "held")], words)]
                + reasons.map { Self.issue([(FHIRSystem.messageOutcome, $0.rawValue)], $0.words) }
        case .cancelled(let outcome):
            let effect = outcome.effect
            let reference = effect.reference.map { [(FHIRSystem.exchangeReference, $0)] } ?? []
            return [Self.issue([(FHIRSystem.messageOutcome, effect.code)] + reference, effect.words)]
        case .recognised(let id), .repeated(let id):
            let words = "The same content arrived before, as \(id); nothing was done twice."
            return [Self.issue([(FHIRSystem.messageOutcome, "recognised")], words)]
        }
    }

    private static func issue(_ codes: [(String, String)], _ words: String) -> JSONText.Value {
        let codings: [JSONText.Value] = codes.map { ["system": .string($0.0), "code": .string($0.1)] }
        return [
            "severity": "information", "code": "informational", "details": ["coding": .array(codings)],
            "diagnostics": .string(words),
        ]
    }
}
