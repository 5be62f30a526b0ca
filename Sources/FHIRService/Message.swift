import FHIR
import Foundation
import Vocabulary

/// A FHIR message: a bundle whose first entry says what happened and what it is about. Its structure has been inspected.
struct Message {
    let bundle: JSONText.Value
    let header: JSONText.Value
    let event: MessageEvent
    /// What it is about: an encounter or a request.
    let focus: JSONText.Value?
    /// The encounter itself, or that of the request.
    let encounter: JSONText.Value?

    static let headerPath = "Bundle.entry[0].resource.ofType(MessageHeader)"

    /// - Throws: `FHIRProblem` where it is no message, or of an event that is not understood here.
    init(_ bundle: JSONText.Value) throws(FHIRProblem) {
        guard bundle["resourceType"]?.string == "Bundle", bundle["type"]?.string == "message" else {
            throw FHIRProblem(
                .unprocessableContent, .structure, "Send a Bundle of the type message.", at: "Bundle.type")
        }
        guard let header = bundle["entry"]?.items?.first?["resource"], header["resourceType"]?.string == "MessageHeader"
        else {
            throw FHIRProblem(
                .unprocessableContent, .structure, "The first entry must be the MessageHeader.", at: "Bundle.entry[0]")
        }
        // What goes out asks for no answer but that of its own way.
        if header["response"] != nil {
            throw FHIRProblem(
                .notFound, .notFound, "This answers a message that did not come from here, and is no news by itself.",
                at: "\(Self.headerPath).response")
        }
        let coding = header["eventCoding"]
        guard let event = MessageEvent.of(system: coding?["system"]?.string, code: coding?["code"]?.string) else {
            throw FHIRProblem(
                .unprocessableContent, .notSupported,
                "This event is not understood here; /metadata lists those that are.",
                at: "\(Self.headerPath).eventCoding")
        }
        (self.bundle, self.header, self.event) = (bundle, header, event)
        focus = Self.resource(header["focus"]?.items?.first, in: bundle)?.resource
        encounter = Self.encounter(of: focus, in: bundle)
    }

    /// By what its sender knows it.
    var id: String? { bundle["id"]?.string ?? header["id"]?.string }

    /// What its sender calls the envelope; where that is longer than an id can be, what stands for it.
    var ownName: String? {
        if let id = bundle["id"]?.string { return id }
        return bundle["identifier"]?["value"]?.string.map { $0.utf8.count <= 64 ? $0 : ContentHash.of(.string($0)) }
    }

    /// Whether it is about a request, and not about an encounter.
    var isRequest: Bool { focus?["resourceType"]?.string == "ServiceRequest" }

    /// A resource of the bundle, by a reference to it, with where it stands. Where it could be any of several (two servers'
    /// `Patient/1`, two versions of one), it is none: the wrong one may be somebody else.
    func resource(_ reference: JSONText.Value?) -> (resource: JSONText.Value, path: String)? {
        Self.resource(reference, in: bundle)
    }

    private static func resource(
        _ reference: JSONText.Value?, in bundle: JSONText.Value
    ) -> (resource: JSONText.Value, path: String)? {
        guard let target = reference?["reference"]?.string else { return nil }
        let found = (bundle["entry"]?.items ?? []).enumerated().compactMap { index, entry in
            resource(of: entry, at: index, where: target)
        }
        return found.count == 1 ? found[0] : nil
    }

    private static func resource(
        of entry: JSONText.Value, at index: Int, where target: String
    ) -> (resource: JSONText.Value, path: String)? {
        guard let resource = entry["resource"] else { return nil }
        let type = resource["resourceType"]?.string ?? ""
        let relative = resource["id"]?.string.map { "\(type)/\($0)" }
        guard entry["fullUrl"]?.string == target || relative == target else { return nil }
        return (resource, "Bundle.entry[\(index)].resource.ofType(\(type))")
    }

    /// Of a request, the encounter of the same patient: what happened to somebody else is no part of it.
    private static func encounter(of focus: JSONText.Value?, in bundle: JSONText.Value) -> JSONText.Value? {
        if focus?["resourceType"]?.string == "Encounter" { return focus }
        guard let found = resource(focus?["encounter"], in: bundle)?.resource else { return nil }
        guard let subject = found["subject"] else { return found }
        let (whose, about) = (resource(subject, in: bundle), resource(focus?["subject"], in: bundle))
        return whose != nil && whose?.path == about?.path ? found : nil
    }

    /// The patient whom the focus is about.
    /// - Throws: `FHIRProblem` where the bundle holds none.
    func patient() throws(FHIRProblem) -> (resource: JSONText.Value, path: String) {
        guard let found = subject(of: focus), found.resource["resourceType"]?.string == "Patient" else {
            throw FHIRProblem(
                .unprocessableContent, .required,
                "The focus must refer to one Patient in this bundle; by fullUrl, where several entries have its id.",
                at: "\(Self.headerPath).focus")
        }
        return found
    }

    private func subject(of resource: JSONText.Value?) -> (resource: JSONText.Value, path: String)? {
        self.resource(resource?["subject"]) ?? self.resource(resource?["patient"])
    }

    /// A message becomes one notice about one person, so what else it is about must belong to that.
    /// - Throws: `FHIRProblem` where a further focus is news by itself, or cannot be seen to be about the same patient.
    func requireOneNews() throws(FHIRProblem) {
        let foci = header["focus"]?.items ?? []
        guard foci.count > 1 else { return }
        let (whose, own) = (try patient().path, [focus, encounter])
        for (index, reference) in foci.enumerated().dropFirst() {
            let found = resource(reference)?.resource
            let isNews =
                ["Encounter", "ServiceRequest"].contains(found?["resourceType"]?.string) && !own.contains(found)
            guard isNews || subject(of: found)?.path != whose else { continue }
            throw FHIRProblem(
                .unprocessableContent, .notSupported,
                "A message here tells of one thing about one patient. Send another message for this.",
                at: "\(Self.headerPath).focus[\(index)]")
        }
    }

    /// When it happened: the end of the encounter for a discharge, its beginning otherwise: when somebody came says nothing of
    /// when they left. What is only planned, or only drafted, has not happened.
    var happenedAt: Date? {
        if encounter?["status"]?.string == "planned" { return nil }
        if isRequest && !["active", "completed"].contains(focus?["status"]?.string) { return nil }
        let period = encounter?["period"]
        return period?[event.kind == .discharge ? "end" : "start"]?.string.flatMap(FHIRTime.moment)
    }
}

/// Times as FHIR writes them.
enum FHIRTime {
    /// - Returns: `nil` for a day, month or year without a time.
    static func moment(_ text: String) -> Date? {
        let fraction = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return (try? Date(text, strategy: .iso8601)) ?? (try? Date(text, strategy: fraction))
    }

    static func instant(_ date: Date) -> String { date.formatted(.iso8601) }
}
