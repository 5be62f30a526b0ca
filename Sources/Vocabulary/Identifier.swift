import Foundation

/// The identity of one row, typed by what it identifies so that a student's id cannot be passed for an exchange's.
///
/// The text is a UUID version 7 (RFC 9562): ids made later sort later, which keeps indexes compact.
public struct Identifier<Subject>: Hashable, Sendable, Codable, CustomStringConvertible, LosslessStringConvertible {
    public let rawValue: String

    /// Accepts a lower-case UUID only; anything else is `nil`, so junk in a URL never reaches a query.
    public init?(_ description: String) {
        guard UUIDText.isLowerCase(description) else { return nil }
        rawValue = description
    }

    /// A new id for something that begins at `date`.
    public init(at date: Date) {
        rawValue = Self.version7(at: date)
    }

    /// The id of something at `date` that is known by a digest of at least 16 bytes: the same for the same two.
    public init(at date: Date, digest: some Sequence<UInt8>) {
        let bytes = Array(digest.prefix(16))
        rawValue = Self.version7(at: date, Self.word(bytes.prefix(8)), Self.word(bytes.dropFirst(8)))
    }

    /// What is lower than every id that is made at `date` or later, and higher than each that was made a millisecond or more
    /// before: `0193b9a2-9c00`.
    public static func beginning(at date: Date) -> String { String(version7(at: date).prefix(13)) }

    public var description: String { rawValue }

    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let id = Identifier(text) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not an id"))
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    private static func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

    private static func version7(at date: Date) -> String {
        var random = SystemRandomNumberGenerator()
        return version7(at: date, random.next(), random.next())
    }

    private static func version7(at date: Date, _ first: UInt64, _ second: UInt64) -> String {
        let milliseconds = UInt64(max(0, date.timeIntervalSince1970 * 1000))
        let high = (milliseconds << 16) | 0x7000 | (first & 0x0FFF)
        let low = 0x8000_0000_0000_0000 | (second & 0x3FFF_FFFF_FFFF_FFFF)
        return String(unsafeUninitializedCapacity: 36) { text in
            var shift = 124
            for place in 0..<36 {
                if UUIDText.hasDash(place) {
                    text[place] = UInt8(ascii: "-")
                } else {
                    let word = shift >= 64 ? high : low
                    text[place] = Hex.digit(UInt8(truncatingIfNeeded: word >> (shift & 63)) & 15)
                    shift -= 4
                }
            }
            return 36
        }
    }
}

/// What ids can identify; the cases carry no values, they only keep ids apart.
public enum Subjects {
    public enum Account {}
    public enum Membership {}
    public enum Invitation {}
    public enum Organisation {}
    public enum Campus {}
    public enum Service {}
    public enum ContactPoint {}
    public enum ContactHolder {}
    public enum Person {}
    public enum Consent {}
    public enum SharingDecision {}
    public enum DecisionTask {}
    public enum Draft {}
    public enum Exchange {}
    public enum ExchangeEvent {}
    public enum ExchangeRequest {}
    public enum Message {}
    public enum LegalHold {}
    public enum Delivery {}
    public enum RecordSystem {}
    public enum IncomingMessage {}
    public enum RetentionReport {}
    public enum SignInProvider {}
    public enum ProviderKey {}
    public enum Identity {}
    public enum MESHMessage {}
    public enum Endpoint {}
}

public typealias AccountID = Identifier<Subjects.Account>
public typealias MembershipID = Identifier<Subjects.Membership>
public typealias InvitationID = Identifier<Subjects.Invitation>
public typealias OrganisationID = Identifier<Subjects.Organisation>
public typealias CampusID = Identifier<Subjects.Campus>
/// A service is also the team that people belong to and that an exchange is sent to.
public typealias ServiceID = Identifier<Subjects.Service>
public typealias ContactPointID = Identifier<Subjects.ContactPoint>
public typealias ContactHolderID = Identifier<Subjects.ContactHolder>
public typealias PersonID = Identifier<Subjects.Person>
public typealias ConsentID = Identifier<Subjects.Consent>
public typealias SharingDecisionID = Identifier<Subjects.SharingDecision>
public typealias DecisionTaskID = Identifier<Subjects.DecisionTask>
public typealias DraftID = Identifier<Subjects.Draft>
public typealias ExchangeID = Identifier<Subjects.Exchange>
public typealias ExchangeEventID = Identifier<Subjects.ExchangeEvent>
public typealias ExchangeRequestID = Identifier<Subjects.ExchangeRequest>
public typealias MessageID = Identifier<Subjects.Message>
public typealias LegalHoldID = Identifier<Subjects.LegalHold>
public typealias RecordSystemID = Identifier<Subjects.RecordSystem>
public typealias IncomingMessageID = Identifier<Subjects.IncomingMessage>
public typealias DeliveryID = Identifier<Subjects.Delivery>
public typealias EndpointID = Identifier<Subjects.Endpoint>
public typealias RetentionReportID = Identifier<Subjects.RetentionReport>
public typealias SignInProviderID = Identifier<Subjects.SignInProvider>
public typealias ProviderKeyID = Identifier<Subjects.ProviderKey>
/// Who somebody is at a sign-in provider.
public typealias IdentityID = Identifier<Subjects.Identity>
/// What came by MESH; MESH itself calls it otherwise.
public typealias MESHMessageID = Identifier<Subjects.MESHMessage>
