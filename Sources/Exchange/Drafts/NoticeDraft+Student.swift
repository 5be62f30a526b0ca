import Students
import Vocabulary

extension NoticeDraft {
    /// Step 2: whether they are a student, where, and how they may be reached.
    public struct Student: Codable, Sendable, Equatable {
        public var answer: StudentAnswer?
        /// What was typed into the search.
        public var search = ""
        public var provider: OrganisationID?
        public var campus: CampusID?
        /// That the university is not among those found, or that nobody knows which it is.
        public var isUnlisted: Bool?
        public var distanceLearner = false
        public var livesAtHome = false
        public var safeContact = ""
        public var unsafeContact = ""

        public init() {}

        /// The longest note on how to reach them, in characters.
        public static let longestNote = 300
    }
}

extension NoticeDraft.Student {
    /// - Throws: `InvalidInput` where no answer, or no university, was chosen, or a note is too long.
    public func check() throws(InvalidInput) -> StudentStatus {
        var faults = FaultList()
        let answer = faults.chosen(answer, "answer", "Choose what they answered, or that they could not be asked.")
        if answer == .yes, provider == nil, !isUniversityUnknown {
            faults.add(
                "search",
                "Find the university: type a few letters, choose Find, then choose it from the list, or that it is not there."
            )
        }
        let safe = faults.take(try Self.note(safeContact, "safeContact", "safe ways to contact them"))
        let unsafe = faults.take(try Self.note(unsafeContact, "unsafeContact", "ways that are not safe"))
        try faults.finish()
        guard let answer, answer != .no else { return StudentStatus(answer ?? .couldNotBeAsked) }
        return StudentStatus(
            answer, provider: provider, campus: campus, distanceLearner: distanceLearner, livesAtHome: livesAtHome,
            safeContact: safe ?? nil, unsafeContact: unsafe ?? nil
        )
    }

    /// Whether they study where nobody can be told: at no place in the list, or at one that is not known.
    var isUniversityUnknown: Bool { answer == .yes && provider == nil && isUnlisted == true }

    private static func note(_ text: String, _ field: String, _ called: String) throws(InvalidInput) -> String? {
        try TypedText.optional(text, field: field, called: called, most: longestNote)
    }
}
