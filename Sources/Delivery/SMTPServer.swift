import CCurl
import Dispatch
import Foundation
import Web

/// The mail server that letters leave by (RFC 5321; submission with STARTTLS and AUTH, RFC 6409).
public struct SMTPServer: Sendable {
    /// `smtp://mail.example.nhs.uk:587`, or `smtps://…:465`.
    public let url: URL
    public let user: String?
    public let password: String?
    /// A file of certificates to trust instead of the system's.
    public let authority: String?
    /// Who the letters are from.
    public let sender: MailAddress
    /// Where letters come back to that cannot be delivered later; `nil`: to `sender`.
    public let returns: ReturnMailbox?

    /// How long one letter may take, in seconds.
    private static let patience = 60
    private static let lines = DispatchQueue(label: "footbridge.smtp", attributes: .concurrent)

    public init(
        url: URL, user: String? = nil, password: String? = nil, authority: String? = nil, sender: MailAddress,
        returns: ReturnMailbox? = nil
    ) {
        (self.url, self.user, self.password) = (url, user, password)
        (self.authority, self.sender, self.returns) = (authority, sender, returns)
    }

    /// Hands one letter over.
    /// - Parameter envelope: the sender that the mail server is told, where it is another than the reader sees.
    /// - Throws: `MailFault`.
    func send(_ letter: Letter, to recipient: MailAddress, returningTo envelope: MailAddress? = nil) async throws {
        let text = letter.message(from: sender, to: recipient)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            Self.lines.async {
                continuation.resume(with: Result { try hand(text, from: envelope ?? sender, to: recipient) })
            }
        }
    }

    /// Only this machine's own mail server may be spoken to in the clear.
    private var mustEncrypt: Bool { !["127.0.0.1", "localhost", "::1", "[::1]"].contains(url.host() ?? "") }

    private func hand(_ text: String, from envelope: MailAddress, to recipient: MailAddress) throws {
        var reply = 0
        let code = CStrings.held([url.absoluteString, user, password, authority, envelope.text, recipient.text]) {
            parts in
            text.withCString { letter in
                var order = footbridge_letter()
                (order.url, order.user, order.password) = (parts[0], parts[1], parts[2])
                (order.authority, order.must_encrypt) = (parts[3], mustEncrypt ? 1 : 0)
                (order.from, order.to) = (parts[4], parts[5])
                (order.letter, order.length, order.seconds) = (letter, text.utf8.count, Self.patience)
                return footbridge_send_letter(&order, &reply)
            }
        }
        guard code == CURLE_OK else { throw MailFault(code, reply: reply) }
    }
}

/// Why a letter did not leave.
public struct MailFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What the operator reads; libcurl's own words for the kind of fault, never an address.
    public let description: String
    /// The mail server will never take a letter for this recipient (RFC 5321, 4.2.1: 5yz).
    public let isLasting: Bool

    /// Something that may be mended while it is tried again.
    init(_ description: String) { (self.description, isLasting) = (description, false) }

    init(_ code: CURLcode, reply: Int) {
        let words = String(cString: curl_easy_strerror(code))
        // 550 no such mailbox, 551 not here, 552 full for good, 553 not allowed. 554 and 5.7.x can be about us, so they
        // are tried again; so is 530, 534 and 535: signing in failed.
        isLasting = code == CURLE_SEND_ERROR && [550, 551, 553].contains(reply)
        description =
            isLasting
            ? "The mail server does not know the address (\(reply))."
            : "The mail server did not take it: \(words)\(reply == 0 ? "" : " (\(reply))")."
    }
}
