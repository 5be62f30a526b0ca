import Foundation
import Outbox
import Vocabulary

/// An e-mail that says that something waits, and where: without a name, without a clinical word (product.md, C31).
struct Letter: Sendable, Equatable {
    let id: String
    let subject: String
    let body: String
    let date: Date

    /// - Parameter deliveries: what one recipient is told, at least one thing.
    init(_ deliveries: [Delivery], publicAddress: URL, toMailbox: Bool, at now: Date) {
        let items = deliveries.map { Self.item($0, publicAddress, now) }
        id = "\(deliveries.first?.id.rawValue ?? "")"
        date = now
        subject =
            deliveries.count == 1
            ? "Footbridge: \(Self.line(deliveries[0]))" : "Footbridge: \(deliveries.count) things for you"
        let wishes = publicAddress.appending(path: "account/e-mails").absoluteString
        let foot =
            toMailbox
            ? "This mailbox is a contact point of your organisation in Footbridge."
            : "Choose when these e-mails come: \(wishes)"
        body = (items + ["You will be asked to sign in. E-mails never say more than this, on purpose.", foot])
            .joined(separator: "\n\n")
    }

    private static func line(_ delivery: Delivery) -> String {
        let line = MailTopic(rawValue: delivery.topic)?.line ?? "There is news."
        return delivery.reference.map { "\(line.dropLast()) (\($0))." } ?? line
    }

    private static func item(_ delivery: Delivery, _ publicAddress: URL, _ now: Date) -> String {
        let path = MailTopic(rawValue: delivery.topic)?.path(delivery.subjectID, in: delivery.organisationID) ?? ""
        let due = delivery.dueAt.map { " Due: \(UKTime.short($0, now: now))." } ?? ""
        return "\(line(delivery))\(due)\n\(publicAddress.appending(path: path).absoluteString)"
    }
}

extension Letter {
    /// The letter as it is sent (RFC 5322, RFC 2045; RFC 3834 tells other machines not to answer).
    func message(from sender: MailAddress, to recipient: MailAddress) -> String {
        let head = [
            "Date: \(Self.dated(date))", "From: Footbridge <\(sender.text)>", "To: <\(recipient.text)>",
            "Subject: \(Self.word(subject))", "Message-ID: <\(id)@\(sender.domain)>", "MIME-Version: 1.0",
            "Auto-Submitted: auto-generated", "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ]
        let body = Data(body.replacing("\n", with: "\r\n").utf8)
            .base64EncodedString(options: [.lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed])
        return head.joined(separator: "\r\n") + "\r\n\r\n" + body + "\r\n"
    }

    /// Pieces of at most 36 bytes, so that no line is longer than 76 characters (RFC 2047, 2).
    private static func word(_ text: String) -> String {
        var pieces: [String] = [""]
        for character in text {
            if pieces[pieces.count - 1].utf8.count + character.utf8.count > 36 { pieces.append("") }
            pieces[pieces.count - 1].append(character)
        }
        return pieces.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func dated(_ date: Date) -> String {
        let style = Date.VerbatimFormatStyle(
            format: """
                \(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\
                \(second: .twoDigits) +0000
                """,
            locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        return date.formatted(style)
    }
}
