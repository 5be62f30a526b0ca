import Accounts
import Foundation

/// What a browser brings back from a provider (OpenID Connect Core 1.0, section 3.1.2.5; RFC 9207).
public struct ProviderReply: Sendable {
    public let state: String
    let code: String?
    let error: String?
    let issuer: String?

    /// - Parameter field: a field of the address that came back.
    public init(_ field: (String) -> String?) {
        (state, code) = (field("state") ?? "", field("code"))
        (error, issuer) = (field("error"), field("iss"))
    }
}

/// Somebody back from a provider: the attempt with which they left, and what they bring.
public struct ProviderProof: Sendable {
    let provider: SignInProvider
    let attempt: SignInAttempt
    let reply: ProviderReply
    /// The account of the session in their browser, which an invitation can be for.
    let signedIn: Account?

    public init(provider: SignInProvider, attempt: SignInAttempt, reply: ProviderReply, signedIn: Account?) {
        (self.provider, self.attempt, self.reply, self.signedIn) = (provider, attempt, reply, signedIn)
    }
}

extension SignInRefused {
    /// In words for the person; what exactly went wrong is for the log.
    init(_ fault: ProviderFault, at provider: SignInProvider) {
        switch fault {
        case .refusal("access_denied"):
            self.init(message: "The sign-in at \(provider.name) was stopped. Try again, or sign in another way.")
        case .unreachable, .refusal("temporarily_unavailable"), .refusal("server_error"):
            self.init(
                message:
                    "\(provider.name) cannot be reached at the moment. Try again in a few minutes, or sign in another way."
            )
        case .answer, .refusal, .token:
            self.init(
                message:
                    "\(provider.name) gave an answer that we cannot accept, so you are not signed in. Try once more. If it happens again, tell whoever runs Footbridge for you."
            )
        }
    }
}
