import Foundation
import Students
import Vocabulary

extension NoticeDraft {
    /// Step 3: what was answered to "may we tell your university, and what?".
    public struct Asked: Codable, Sendable, Equatable {
        public var answer: Answer?
        public var categories: Set<InformationCategory> = []
        /// Until they change it, and not for this contact only.
        public var isStanding = false
        /// And the university may be told at once, with nobody asking them again.
        public var withoutAsking: Bool?
        public var giver = AnswerGiver.Kind.student
        public var giverName = ""
        public var route = ConsentRoute.spoken
        public var capacity = Capacity.notAssessed
        public var inCrisis = false
        public var notAskedReason: NotAskedReason?
        /// The university that was named when they were asked: consent is for that one only.
        public var askedFor: OrganisationID?

        public init() {}

        public enum Answer: String, Codable, Sendable, CaseIterable {
            case given, refused, notAsked
            /// They decided in advance, and were not asked anew.
            case decidedBefore
        }
    }

    /// Whether step 3 was answered about the university of step 2.
    public var consentNamesTheUniversity: Bool { consent.askedFor == student.provider && student.provider != nil }
}

extension NoticeDraft.Asked {
    /// - Parameters:
    ///   - recipient: the team that was named to the student.
    ///   - exchange: the episode, for consent that is for this contact only.
    /// - Returns: `nil` where they decided before and were not asked anew.
    /// - Throws: `InvalidInput` with every fault.
    public func check(
        recipient: SharingRecipient, exchange: ExchangeID
    ) throws(InvalidInput) -> NewConsent? {
        var faults = FaultList()
        let answer = faults.chosen(answer, "answer", "Choose what they answered, or that they could not be asked.")
        if answer == .given, categories.isEmpty {
            faults.add("categories", "Choose what they agreed to. If it is nothing, choose “No”.")
        }
        if answer == .given { faults.take(try categories.requireContactHappened()) }
        if answer == .notAsked, notAskedReason == nil {
            faults.add("notAskedReason", "Choose why they could not be asked.")
        }
        if answer == .given, withoutAsking == true, giver != .student {
            faults.add("howLong", "Only the student can say that nobody has to ask them again. Choose another answer.")
        }
        let name = faults.take(try checkedGiverName())
        try faults.finish()
        guard let answer, let recorded = ConsentAnswer(rawValue: answer.rawValue) else { return nil }
        return NewConsent(
            to: recipient, for: isStanding && answer == .given ? nil : exchange, recorded,
            categories: answer == .given ? categories : [],
            by: answer == .notAsked ? .student : AnswerGiver(giver, name: name ?? nil), route: route,
            notAskedReason: answer == .notAsked ? notAskedReason : nil, capacity: capacity,
            inCrisis: inCrisis && answer == .given, withoutAsking: withoutAsking == true && answer == .given
        )
    }

    private func checkedGiverName() throws(InvalidInput) -> String? {
        guard giver != .student, answer == .given || answer == .refused else { return nil }
        return try TypedText.required(
            giverName, field: "giverName", called: "the name of whoever answered",
            most: NoticeDraft.Who.longestName)
    }
}
