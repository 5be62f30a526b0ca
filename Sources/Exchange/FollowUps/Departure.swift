import Vocabulary

/// What somebody leaves behind whose role ends.
public struct Departure: Sendable {
    public let membershipID: MembershipID
    public let accountID: AccountID
    public let name: String
    /// `Practitioner, Student Wellbeing, University of Leeds`
    public let role: String
    /// Open exchanges that they have taken, and could not answer any more.
    public let taken: [Taken]
    /// Whether they go on working here, in another role; then their places in contact points stay.
    public let staysOtherwise: Bool

    public struct Taken: Sendable, Identifiable {
        public let id: ExchangeID
        public let reference: String
        /// Who else could take it.
        public let colleagues: [Colleague]
    }

    /// Everybody who could take at least one of them, by name.
    public var colleagues: [Colleague] {
        var seen: Set<AccountID> = []
        return taken.flatMap(\.colleagues).filter { seen.insert($0.id).inserted }.sorted { $0.name < $1.name }
    }
}
