import Directory
import Vocabulary

/// For how many years one organisation keeps exchanges.
public struct RetentionPolicy: Sendable, Equatable {
    public let kind: OrganisationKind
    /// What its information governance lead chose; `nil` where nobody has, and always for the NHS.
    public let chosen: Int?

    /// Records Management Code of Practice (NHS England, 2021 and later), appendix II: mental health records are kept for
    /// 20 years after the last contact. The 25th birthday up to which it has children's records kept always comes
    /// sooner. Its other end, 10 years after a death, would be earlier; Footbridge hears of no deaths, so it is not used.
    public static let nhsYears = 20
    /// A default, not law: universities often keep student casework for the six years of the Limitation Act 1980.
    public static let usualYears = 6
    public static let choices = 1...20

    public init(_ kind: OrganisationKind, chosen: Int? = nil) {
        (self.kind, self.chosen) = (kind, kind == .provider ? chosen : nil)
    }

    public var isNHS: Bool { kind != .provider }
    public var years: Int { isNHS ? Self.nhsYears : chosen ?? Self.usualYears }
    public var isDefault: Bool { !isNHS && chosen == nil }
}
