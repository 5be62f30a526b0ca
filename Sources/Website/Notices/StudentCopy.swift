import Directory
import Exchange
import Foundation
import Students
import Vocabulary

/// A plain page for the student: what was shared, with whom, why, and how to change their mind.
struct StudentCopy: Sendable {
    let reference: String
    let sender: String
    let recipient: String
    /// Where a university reads nothing here, and nobody has phoned yet.
    let isUntold: Bool
    let sentOn: String
    /// That it was taken back, and whether anybody had read it.
    let takenBack: String?
    let why: String
    let shared: [Fact]
    let notShared: [String]
    let asked: [String]
    let senderTelephone: String?
    let recipientTelephone: String?
    /// Where the student signs in: `https://footbridge.example.ac.uk`
    let address: String

    init(_ record: ExchangeRecord, on publicAddress: URL) {
        reference = record.facts.reference
        (sender, recipient) = (record.sender.title, record.recipient.title)
        isUntold = record.state.isUntold
        let told = record.state.isByPhone ? record.state.milestones[.acknowledged] : record.state.milestones[.sent]
        sentOn = UKTime.full((told ?? record.state.milestones[.sent])?.at ?? record.readAt)
        takenBack = record.takenBack
        why = record.disclosure?.explanation ?? ""
        let contents = record.disclosure?.contents ?? []
        let ways = [
            Fact("Safe ways to contact you", typed: record.disclosure?.safeContact),
            Fact("Ways that are not safe", typed: record.disclosure?.unsafeContact),
            Fact("Whom they can phone", typed: record.disclosure?.namedContact?.spoken),
        ]
        shared = contents.map { Fact($0.category.studentTitle, $0.text) } + ways.compactMap(\.self)
        let categories = Set(contents.map(\.category))
        notShared = InformationCategory.allCases.filter { !categories.contains($0) }.map(\.studentTitle)
        asked = record.disclosure?.requests.map { $0.detail ?? $0.kind.studentTitle } ?? []
        (senderTelephone, recipientTelephone) = (record.sender.telephone, record.recipient.telephone)
        address = publicAddress.absoluteString
    }
}

extension ExchangeRecord {
    /// What a student is told of a notice that did not stay; `nil` where it did.
    fileprivate var takenBack: String? {
        if state.isByPhone && state.status.isEnded && state.milestones[.acknowledged] == nil {
            return "It was taken back before anybody there was told."
        }
        return switch state.status {
        case .recalled where lookers.isEmpty: "It was taken back before anybody there read it. They were told nothing."
        case .recalled: "It was taken back before anybody of the team read it."
        case .enteredInError: "It was sent by mistake. Whoever read it was told not to use it."
        default: nil
        }
    }
}

/// For the post, or to be read out: to a university whose people do not sign in here.
struct LetterPage: Sendable {
    let reference: String
    let date: String
    let address: [String]
    let sender: String
    let student: String
    let kind: String
    let told: [Fact]
    let asked: [String]
    let contact: String?
    let unsafeContact: String?
    let safeContact: String?
    let why: String

    init(_ record: ExchangeRecord, to organisation: Organisation, now: Date) {
        (reference, date) = (record.facts.reference, CalendarDate(now).spoken)
        // An address may end with its postcode, and is given to the post only once.
        let lines = [organisation.name, "Student wellbeing", organisation.address]
        let isWhole = organisation.postcode.map { organisation.address?.contains($0) == true } ?? true
        address = (lines + (isWhole ? [] : [organisation.postcode])).compactMap(\.self)
        (sender, kind) = (record.sender.title, record.facts.kind.title)
        let disclosure = record.disclosure
        student = disclosure.map { "\($0.person.fullName), born \($0.person.birthDate.spoken)" } ?? ""
        told = disclosure?.contents.map { Fact($0.category.title, $0.text) } ?? []
        asked = disclosure?.requests.map { $0.detail ?? $0.kind.title } ?? []
        contact = disclosure?.namedContact?.spoken ?? record.sender.telephone
        (safeContact, unsafeContact) = (disclosure?.safeContact, disclosure?.unsafeContact)
        why = disclosure?.explanation ?? ""
    }
}
