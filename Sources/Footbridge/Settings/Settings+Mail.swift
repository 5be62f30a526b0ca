import Delivery
import Foundation

extension Settings {
    /// - Parameter text: what is set for a key.
    /// - Throws: `SettingRefused`.
    static func mailServer(_ text: (String) -> String?, publicAddress: URL) throws -> SMTPServer? {
        guard let typed = text("footbridge.smtp"), !typed.isEmpty else { return nil }
        guard let url = URL(string: typed), ["smtp", "smtps"].contains(url.scheme), url.host()?.isEmpty == false,
            url.user() == nil, url.path().isEmpty
        else {
            throw SettingRefused(
                key: "footbridge.smtp", reason: "must be smtp://host:port or smtps://host:port, and no more")
        }
        let from = text("footbridge.mail_from") ?? "footbridge@\(publicAddress.host() ?? "localhost")"
        guard let sender = MailAddress(from) else {
            throw SettingRefused(key: "footbridge.mail_from", reason: "must be an e-mail address")
        }
        let (user, password) = (text("footbridge.smtp_user"), text("footbridge.smtp_password"))
        guard (user == nil) == (password == nil) else {
            throw SettingRefused(
                key: "footbridge.smtp_user", reason: "needs footbridge.smtp_password, and the other way")
        }
        let authority = try authority("footbridge.smtp_authority", text)
        return SMTPServer(
            url: url, user: user, password: password, authority: authority, sender: sender,
            returns: try returnMailbox(text))
    }

    /// The mailbox to which letters come back.
    static func returnMailbox(_ text: (String) -> String?) throws -> ReturnMailbox? {
        guard let typed = text("footbridge.mail_returns"), !typed.isEmpty else { return nil }
        guard let mailbox = ReturnMailbox(typed) else {
            throw SettingRefused(
                key: "footbridge.mail_returns",
                reason: "must be an e-mail address with at most 15 characters and no + before the @")
        }
        return mailbox
    }

    /// The file of certificates that a setting names.
    static func authority(_ key: String, _ text: (String) -> String?) throws -> String? {
        guard let path = text(key) else { return nil }
        guard FileManager.default.isReadableFile(atPath: path) else {
            throw SettingRefused(key: key, reason: "names a file that cannot be read")
        }
        return path
    }
}
