import Foundation
import Students
import Vocabulary

/// What a record system hands in: what happened to whom, as far as it says. A person goes on from there.
public struct IncomingNotice: Codable, Sendable, Equatable {
    /// `nil` where the message does not say which of the four it is.
    public let kind: ExchangeKind?
    public let happenedAt: Date?
    public let nhsNumber: String?
    public let givenName: String?
    public let familyName: String?
    public let birthDate: CalendarDate?
    /// The university that the message names.
    public let providerID: OrganisationID?
    /// How soon, where it says so.
    public let urgency: Urgency?
    /// The clinician in whose name it comes.
    public let senderName: String?
    /// Whether it says that the student has died; `nil` in what was kept before that was read.
    public let hasDied: Bool?
    /// Whether it says of itself that it may mean something else than it seems to; `nil` in what was kept before that was read.
    public let isQualified: Bool?
    /// What it says in words, by the category that it would belong to.
    public let texts: [InformationCategory: String]

    public init(
        kind: ExchangeKind?, happenedAt: Date?, nhsNumber: NHSNumber?, givenName: String?, familyName: String?,
        birthDate: CalendarDate?, providerID: OrganisationID?, urgency: Urgency? = nil, senderName: String? = nil,
        hasDied: Bool = false, isQualified: Bool = false, texts: [InformationCategory: String]
    ) {
        (self.kind, self.happenedAt, self.nhsNumber) = (kind, happenedAt, nhsNumber?.digits)
        (self.givenName, self.familyName, self.birthDate) = (givenName, familyName, birthDate)
        (self.providerID, self.urgency, self.senderName) = (providerID, urgency, senderName)
        (self.hasDied, self.isQualified, self.texts) = (hasDied, isQualified, texts)
    }

    /// What nobody should hear from a machine, whatever was decided in advance.
    var heldAnyway: [HeldReason] {
        [hasDied == true ? .died : nil, isQualified == true ? .qualified : nil].compactMap(\.self)
    }

    /// The student's name, or what stands for it.
    public var called: String {
        let name = [givenName, familyName].compactMap(\.self).joined(separator: " ")
        return name.isEmpty ? "NHS number \(nhsNumber ?? "not given")" : name
    }
}

/// A message that waits for a person of the team to decide.
public struct IncomingMessage: Sendable, Identifiable {
    public let id: IncomingMessageID
    public let notice: IncomingNotice
    public let systemName: String
    public let receivedAt: Date
    /// Why it was not sent by itself.
    public let heldBecause: [HeldReason]
    /// Who began a notice from it, and when; it may lie there half-filled, so somebody else may begin anew.
    public let takenBy: String?
    public let takenAt: Date?
}

extension NoticeDraft {
    /// A draft with what the message says in its place. Whether the student agrees is for a person to ask.
    init(from incoming: IncomingNotice, at now: Date) {
        self.init(at: now)
        var who = Who()
        who.nhsNumber = incoming.nhsNumber ?? ""
        (who.givenName, who.familyName) = (incoming.givenName ?? "", incoming.familyName ?? "")
        who.birthDate = incoming.birthDate.map { TypedDate($0) } ?? TypedDate()
        replaceWho(by: who)
        (happened.kind, happened.urgency) = (incoming.kind, incoming.urgency)
        happened.texts = incoming.texts
        if let moment = incoming.happenedAt {
            happened.when = .anotherDay
            happened.day = TypedDate(CalendarDate(moment))
            happened.dayTime = UKTime.clock(moment)
        }
        if let provider = incoming.providerID {
            student.answer = .yes
            student.provider = provider
        }
    }
}
