import Foundation
import Students
import Vocabulary

extension NoticeDraft {
    /// Step 4: what happened, in plain words, and what is asked of the university.
    public struct Happened: Codable, Sendable, Equatable {
        public var kind: ExchangeKind?
        public var when: When?
        /// The moment at which "just now" was chosen.
        public var chosenAt: Date?
        public var day = TypedDate()
        /// For `earlierToday`.
        public var time = ""
        /// For `anotherDay`.
        public var dayTime = ""
        /// On a discharge: since when they were in hospital.
        public var admittedOn = TypedDate()
        public var texts: [InformationCategory: String] = [:]
        public var requests: Set<RequestKind> = []
        public var requestDetail = ""
        public var urgency: Urgency?
        public var contactName = ""
        public var contactJobTitle = ""
        public var contactTelephone = ""
        public var contactHours = ""
        public var checklist: [ProtocolStep: Ticked] = [:]

        public init() {}

        public enum When: String, Codable, Sendable, CaseIterable {
            case now, earlierToday, anotherDay
        }

        /// One answered line of the checklist.
        public struct Ticked: Codable, Sendable, Equatable {
            public var answer: ChecklistAnswer.Answer?
            public var reason: String

            public init(answer: ChecklistAnswer.Answer? = nil, reason: String = "") {
                (self.answer, self.reason) = (answer, reason)
            }
        }

        /// The longest text of a category, in characters.
        public static let longestText = 2_000

        /// The form field of a category's text.
        public static func field(_ category: InformationCategory) -> String { "text-\(category.rawValue)" }
        /// The form field of a line of the checklist.
        public static func field(_ step: ProtocolStep) -> String { "step-\(step.rawValue)" }
    }
}

/// Step 4, complete.
public struct CheckedHappening: Sendable, Equatable {
    public let kind: ExchangeKind
    public let urgency: Urgency
    public let happenedAt: Date
    /// What was written, for the categories that may be told; the others were not asked for.
    public let texts: [InformationCategory: String]
    public let requests: [NewRequest]
    public let namedContact: NamedContact?
    public let checklist: [ChecklistAnswer]
}

extension NoticeDraft.Happened {
    /// - Parameters:
    ///   - allowed: what may be told, or what a person is yet to decide about. Text of other categories is left alone.
    ///   - asked: whether the student was asked about sharing, for the checklist.
    /// - Throws: `InvalidInput` with every fault.
    public func check(
        allowed: Set<InformationCategory>, asked: NoticeDraft.Asked, now: Date
    ) throws(InvalidInput) -> CheckedHappening {
        var faults = FaultList()
        let kind = faults.chosen(kind, "kind", "Choose what happened.")
        let happenedAt = faults.take(try moment(now: now))
        if kind == .discharge, let happenedAt { faults.checkAdmission(admittedOn, before: happenedAt) }
        let checklist = kind?.hasChecklist == true ? checkSteps(asked, &faults) : []
        let texts = checkTexts(allowed, &faults)
        let contact = allowed.contains(.careTeam) ? faults.take(try checkContact()) : nil
        let requests = checkRequests(&faults)
        let urgency = faults.chosen(urgency, "urgency", "Choose how soon the student has to be reached.")
        try faults.finish()
        guard let kind, let urgency, let happenedAt else { throw InvalidInput(faults.faults) }
        return CheckedHappening(
            kind: kind, urgency: urgency, happenedAt: happenedAt, texts: texts, requests: requests,
            namedContact: contact ?? nil, checklist: checklist)
    }

    private func checkTexts(
        _ allowed: Set<InformationCategory>, _ faults: inout FaultList
    ) -> [InformationCategory: String] {
        var kept: [InformationCategory: String] = [:]
        for category in allowed.sorted() {
            let text = faults.take(
                try TypedText.optional(
                    texts[category], field: Self.field(category), called: "“\(category.asked)”",
                    most: Self.longestText))
            if let text = text ?? nil { kept[category] = text }
        }
        let saysSomething = !kept.isEmpty || allowed.contains(.contactHappened) || !faults.faults.isEmpty
        if !saysSomething, let first = allowed.min() {
            faults.add(Self.field(first), "Write at least one of the texts: nothing would be told.")
        }
        return kept
    }

    private func checkRequests(_ faults: inout FaultList) -> [NewRequest] {
        if requests.isEmpty {
            faults.add("requests", "Choose what is asked of the university, or “Nothing but to be aware”.")
        }
        if requests.contains(.awarenessOnly), requests.count > 1 {
            faults.add("requests", "“Nothing but to be aware” cannot stand beside other requests.")
        }
        if requests.isSuperset(of: [.checkInWithin48Hours, .checkInWithin7Days]) {
            faults.add("requests", "Choose 48 hours or 7 days, not both.")
        }
        let detail =
            requests.contains(.other)
            ? faults.take(
                try TypedText.required(requestDetail, field: "requestDetail", called: "what is asked", most: 300))
            : nil
        return RequestKind.allCases.filter(requests.contains).map {
            NewRequest($0, detail: $0 == .other ? detail : nil)
        }
    }

    /// All of name, telephone and hours, or none of them.
    private func checkContact() throws(InvalidInput) -> NamedContact? {
        let typed = [contactName, contactJobTitle, contactTelephone, contactHours].map(TypedText.clean)
        if typed.allSatisfy(\.isEmpty) { return nil }
        var faults = FaultList()
        let longest = NoticeDraft.Who.longestName
        let name = faults.take(
            try TypedText.required(contactName, field: "contactName", called: "the name of the contact", most: longest))
        let job = faults.take(
            try TypedText.optional(contactJobTitle, field: "contactJobTitle", called: "their role", most: longest))
        let telephone = faults.take(
            try TypedText.required(
                contactTelephone, field: "contactTelephone", called: "their telephone number", most: 40))
        let hours = faults.take(
            try TypedText.required(
                contactHours, field: "contactHours", called: "when they can be reached", most: longest))
        try faults.finish()
        guard let name, let telephone, let hours else { return nil }
        return NamedContact(name: name, jobTitle: job ?? nil, telephone: telephone, hours: hours)
    }
}
