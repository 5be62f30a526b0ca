/// Why another team of the recipient may be told what was sent to the first: the decision named one team.
public enum TellingGround: String, Sendable, Codable, CaseIterable {
    /// The decision by which it was sent covers that team, too.
    case decided
    /// The student said yes to it.
    case agreed
    /// The student could not be asked; the reason is kept.
    case couldNotBeAsked

    /// In words that follow the name of the team it was handed on to.
    public var title: String {
        switch self {
        case .decided: "the decision to share covers that team"
        case .agreed: "the student agreed that they are told"
        case .couldNotBeAsked: "the student could not be asked"
        }
    }
}
