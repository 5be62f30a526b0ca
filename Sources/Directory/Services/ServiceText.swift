import Accounts
import Foundation
import Vocabulary

/// What a manager types about a service.
public struct ServiceText: Sendable, Hashable {
    public var kind: ServiceKind
    public var name: String
    public var offer: String
    public var limits: String
    public var waiting: String
    public var howToRefer: String
    public var telephone: String
    public var outOfHoursTelephone: String
    public var outOfHoursNote: String
    public var campusID: CampusID?

    public init(
        kind: ServiceKind, name: String, offer: String = "", limits: String = "", waiting: String = "",
        howToRefer: String = "", telephone: String = "", outOfHoursTelephone: String = "",
        outOfHoursNote: String = "", campusID: CampusID? = nil
    ) {
        (self.kind, self.name, self.offer, self.limits) = (kind, name, offer, limits)
        (self.waiting, self.howToRefer, self.telephone) = (waiting, howToRefer, telephone)
        (self.outOfHoursTelephone, self.outOfHoursNote) = (outOfHoursTelephone, outOfHoursNote)
        self.campusID = campusID
    }

    /// The text of a service as it stands, to be edited.
    public init(_ service: CareService) {
        self.init(
            kind: service.kind, name: service.name, offer: service.offer, limits: service.limits,
            waiting: service.waiting, howToRefer: service.howToRefer, telephone: service.telephone ?? "",
            outOfHoursTelephone: service.outOfHoursTelephone ?? "", outOfHoursNote: service.outOfHoursNote,
            campusID: service.campusID
        )
    }

    /// The text cleaned.
    /// - Throws: `InvalidInput` with every fault at once.
    func checked() throws(InvalidInput) -> ServiceText {
        var faults = FaultList()
        var kept = self
        kept.name = faults.gather("") { () throws(InvalidInput) in
            try TypedText.required(name, field: "name", called: "the name of the service", most: 120)
        }
        kept.offer = faults.text(offer, "offer", "what the service offers")
        kept.limits = faults.text(limits, "limits", "what the service does not do")
        kept.waiting = faults.text(waiting, "waiting", "how long people wait")
        kept.howToRefer = faults.text(howToRefer, "howToRefer", "how to refer")
        kept.outOfHoursNote = faults.text(outOfHoursNote, "outOfHoursNote", "who answers out of hours")
        kept.telephone = faults.telephone(telephone, "telephone")
        kept.outOfHoursTelephone = faults.telephone(outOfHoursTelephone, "outOfHoursTelephone")
        try faults.throwAny()
        return kept
    }
}

/// Faults gathered from several fields, so that all are told at once.
struct FaultList {
    private(set) var faults: [FieldFault] = []

    mutating func add(_ field: String, _ message: String) { faults.append(FieldFault(field, message)) }

    mutating func gather<T>(_ fallback: T, _ read: () throws(InvalidInput) -> T) -> T {
        do { return try read() } catch {
            faults += error.faults
            return fallback
        }
    }

    /// Prose of at most 2,000 characters, which may be empty.
    mutating func text(_ typed: String, _ field: String, _ name: String) -> String {
        gather(typed) { () throws(InvalidInput) in
            try TypedText.optional(typed, field: field, called: name, most: 2_000) ?? ""
        }
    }

    mutating func telephone(_ typed: String, _ field: String) -> String {
        gather(typed) { () throws(InvalidInput) in try Telephone.checked(typed, field: field) ?? "" }
    }

    mutating func email(_ typed: String, _ field: String) -> String {
        gather(typed) { () throws(InvalidInput) in
            TypedText.clean(typed).isEmpty ? "" : try EmailAddress.check(typed, field: field)
        }
    }

    func throwAny() throws(InvalidInput) {
        if !faults.isEmpty { throw InvalidInput(faults) }
    }
}

/// A telephone number as people write it: digits with spaces, a leading plus, brackets, and an extension.
enum Telephone {
    static func checked(_ typed: String, field: String) throws(InvalidInput) -> String? {
        let kept = try TypedText.optional(typed, field: field, called: "the telephone number", most: 40)
        guard let kept else { return nil }
        let digits = kept.filter { $0.isASCII && $0.isNumber }.count
        let strangers = kept.filter { !($0.isASCII && $0.isNumber) && !" +()-.extEXT".contains($0) }
        guard strangers.isEmpty, (3...20).contains(digits) else {
            throw InvalidInput(field, "Enter a telephone number, like 0113 496 0000.")
        }
        return kept
    }
}
