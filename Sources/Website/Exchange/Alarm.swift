import Exchange
import Foundation
import Vocabulary

/// Something that the reader must not overlook.
struct Alarm: Sendable {
    let title: String
    let words: String
    let tone: String
    /// Whom to phone about it.
    var numbers: [PhoneLine] = []

    static func all(_ record: ExchangeRecord) -> [Alarm] {
        var alarms: [Alarm] = []
        if let alarm = withdrawn(record) { alarms.append(alarm) }
        if let why = record.closedBecause { alarms.append(Alarm(title: "Closed to you", words: why, tone: "alarm")) }
        if let alarm = released(record) { alarms.append(alarm) }
        if record.side == .sender, let alarm = phoning(record) { alarms.append(alarm) }
        if let alarm = undelivered(record) { alarms.append(alarm) }
        return alarms
    }

    /// What a withdrawal means for either side. The recipient is asked for one thing, and nothing else runs.
    private static func withdrawn(_ record: ExchangeRecord) -> Alarm? {
        guard record.state.consentWithdrawnAt != nil else { return nil }
        if record.side == .sender {
            let words =
                "The student took back their agreement after this was read. Nobody there goes on with it, and nothing more is written here. If you believe that they are in danger, talk to your information governance lead about what else may be done."
            return Alarm(title: "Consent withdrawn", words: words, tone: "alarm")
        }
        let meaning =
            "The student took back their agreement after this was read. Do not contact them because of it, and do not use or pass on what you know from it. You may still contact them about what your team knows from elsewhere, and help them when they come to you. If you believe that they are in danger, act on that, and talk to your information governance lead at once."
        let next = record.state.status.isLive ? " Nothing else is asked of you than to read this, and to close it." : ""
        return Alarm(title: "Consent withdrawn", words: meaning + next, tone: "alarm")
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
        let numbers = PhoneLine.all(record)
        let alarm = { (title: String, words: String, tone: String) in
            Alarm(title: title, words: words, tone: tone, numbers: numbers)
        }
        if state.isStudentUnreached {
            return alarm(
                "Nobody has reached the student",
                "The time for reaching the student has passed, and nobody has recorded that they did.", "alarm")
        }
        let call = "Phone, then record the call below."
        if state.isUnanswered { return alarm("Nobody has answered", call, "alarm") }
        if state.isByPhone {
            return alarm("They have not joined Footbridge", "They cannot read this here. \(call)", "soon")
        }
        guard state.deadlines?.mustPhone == true else { return nil }
        return alarm(
            "You must phone", "They are not open at a time when it would be read soon enough. \(call)", "alarm")
    }
}
