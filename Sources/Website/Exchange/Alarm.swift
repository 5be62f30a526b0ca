import Exchange
import Foundation
import Vocabulary

/// Something that the reader must not overlook.
struct Alarm: Sendable {
    let title: String
    let words: String
    let tone: String

    static func all(_ record: ExchangeRecord) -> [Alarm] {
        let state = record.state
        var alarms: [Alarm] = []
        if let why = record.closedBecause { alarms.append(Alarm(title: "Closed to you", words: why, tone: "alarm")) }
        if state.consentWithdrawnAt != nil && record.closedBecause == nil {
            let words =
                "The student took back their agreement after this was read. Do not pass on what you know from it. If you are worried about them, talk to your information governance lead."
            alarms.append(Alarm(title: "Consent withdrawn", words: words, tone: "alarm"))
        }
        if let alarm = released(record) { alarms.append(alarm) }
        if record.side == .sender, let alarm = phoning(record) { alarms.append(alarm) }
        if let alarm = undelivered(record) { alarms.append(alarm) }
        return alarms
    }

    /// The item itself is in their inbox; only nobody was nudged to look there.
    private static func undelivered(_ record: ExchangeRecord) -> Alarm? {
        guard let last = record.undelivered.first, record.state.status.isLive else { return nil }
        let party = last.organisationID == record.sender.organisationID ? record.sender : record.recipient
        let when = UKTime.short(last.at, now: record.readAt)
        if last.isSystem {
            let words =
                "The system of \(party.organisation) could not be told by \(when). What is here is right; what that system shows may be old."
            return Alarm(title: "Could not be delivered to a system", words: words, tone: "soon")
        }
        let words =
            "An e-mail that tells \(party.title) to look here could not be delivered by \(when). What was sent is in their inbox, but do not rely on their having seen it."
        return Alarm(title: "Could not be delivered by e-mail", words: words, tone: "soon")
    }

    /// What is written here now would be read by nobody.
    private static func released(_ record: ExchangeRecord) -> Alarm? {
        let facts = record.facts
        let other = record.side == .sender ? record.recipient : record.sender
        let releasedAt = record.side == .sender ? facts.recipientReleasedAt : facts.senderReleasedAt
        guard let releasedAt else { return nil }
        let when = UKTime.short(releasedAt, now: record.readAt)
        let words = "Its time to keep this had passed. You can read it here, and add nothing to it."
        return Alarm(title: "\(other.organisation) removed its side on \(when)", words: words, tone: "quiet")
    }

    /// What the sender has to do because nobody can be relied on to have read it.
    private static func phoning(_ record: ExchangeRecord) -> Alarm? {
        let state = record.state
        if state.status == .declined {
            let words = "You still look out for the student. See below why, and where it should go instead."
            return Alarm(title: "\(record.recipient.title) has declined", words: words, tone: "alarm")
        }
        guard state.owed == .acknowledged || state.isStudentUnreached else { return nil }
        let numbers = [
            record.recipient.telephone.map { "Phone \($0)." },
            record.recipient.outOfHoursTelephone.map { "Out of hours: \($0)." },
        ].compactMap(\.self).joined(separator: " ")
        if state.isStudentUnreached {
            let words =
                "The time for reaching the student has passed, and nobody has recorded that they did. \(numbers)"
            return Alarm(title: "Nobody has reached the student", words: words, tone: "alarm")
        }
        let call = "\(numbers) Then record the call below."
        if state.isUnanswered { return Alarm(title: "Nobody has answered", words: call, tone: "alarm") }
        if state.isByPhone {
            return Alarm(
                title: "They have not joined Footbridge", words: "They cannot read this here. \(call)", tone: "soon")
        }
        let closed = "They are not open at a time when it would be read soon enough. \(call)"
        return state.deadlines?.mustPhone == true ? Alarm(title: "You must phone", words: closed, tone: "alarm") : nil
    }
}
