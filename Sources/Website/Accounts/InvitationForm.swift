import Accounts
import Foundation

/// What every form that invites somebody has besides whom it invites: what tells it from other forms, and how the link gets there.
struct InvitationForm: Sendable {
    /// A form that a proxy sends twice invites once.
    let key = UUID().uuidString
    /// `nil` where no e-mail can leave: then there is one way.
    let way: Choices?

    private static let (mail, link) = ("e-mail", "link")

    init(_ form: Form, hasMailServer: Bool) {
        way =
            hasMailServer
            ? Choices(
                "way", legend: "How the invitation gets there",
                [
                    .init(Self.mail, "By e-mail, to that address"),
                    .init(Self.link, "I hand over a link myself", hint: "You see it once, on the next page."),
                ], chosen: [form["way"] ?? Self.mail]) : nil
    }

    static func way(_ form: Form, hasMailServer: Bool) -> InvitationWay {
        hasMailServer && form["way"] == mail ? .mail : .link
    }

    static func key(_ form: Form) -> String { form["key"] ?? UUID().uuidString }

    /// What is said when it is on its way by e-mail.
    static let onItsWay = "The invitation is on its way by e-mail."

    /// What is said when one was taken back.
    static let isWithdrawn = "The invitation is withdrawn. Its link opens nothing any more."
}

extension InvitationStore {
    /// Sends the invitation of the address again, by the way that the form says.
    func sendAgain(_ visit: Visit, hasMailServer: Bool) async throws -> (token: String, way: InvitationWay) {
        let way = InvitationForm.way(visit.form, hasMailServer: hasMailServer)
        let token = try await sendAgain(visit.id(), way: way, form: InvitationForm.key(visit.form), by: visit.actor)
        return (token, way)
    }
}
