import Accounts
import Foundation

/// What asking a provider has shown, in words for whoever registered it.
public struct ProviderFinding: Sendable, Equatable {
    public let isGood: Bool
    public let words: String
}

extension ProviderBook {
    /// Asks a provider for its document and its keys, now.
    /// - Returns: each finding; a single bad one means that signing in there cannot work.
    public func findings(about provider: SignInProvider) async -> [ProviderFinding] {
        do {
            let (document, keys) = try await readAgain(provider.issuer)
            return document.findings(keys, provider.kind)
        } catch let fault as ProviderFault {
            return [ProviderFinding(isGood: false, words: fault.words)]
        } catch { return [ProviderFinding(isGood: false, words: "It could not be asked.")] }
    }
}

extension Discovery {
    func findings(_ keys: ProviderKeySet, _ kind: ProviderKind) -> [ProviderFinding] {
        let signing = Set(tokenAlgorithms ?? ["RS256"]).intersection(ProviderKeySet.algorithms)
        return [
            finding(
                responseTypes?.contains("code") ?? true, "It gives authorisation codes.",
                "It gives no authorisation codes (response_types_supported lacks code)."),
            finding(
                challengeMethods?.contains("S256") ?? true,
                challengeMethods == nil
                    ? "It does not say whether it checks PKCE; we send it all the same." : "It checks PKCE with S256.",
                "It does not accept PKCE with S256."),
            finding(
                clientMethods?.contains("private_key_jwt") ?? false, "It lets us sign in with our own key.",
                "It does not let us sign in with our own key (token_endpoint_auth_methods_supported lacks private_key_jwt)."
            ),
            finding(
                ClientAssertion.algorithm(accepted: clientAlgorithms) != nil,
                "It accepts a signature that we can make.",
                "It accepts none of the signatures that we can make: RS256 to RS512, PS256 to PS512."),
            finding(
                signing.contains { !keys.candidates($0, named: nil).isEmpty },
                "It publishes a key for its id tokens that we can check.",
                "It publishes no key for its id tokens that we can check."),
            finding(
                true,
                endSessionEndpoint == nil
                    ? "It does not say where to sign out: people stay signed in there when they sign out here."
                    : "It says where to sign out: people are led there when they have signed out here.", ""),
        ]
    }

    private func finding(_ isGood: Bool, _ good: String, _ bad: String) -> ProviderFinding {
        ProviderFinding(isGood: isGood, words: isGood ? good : bad)
    }
}
