import Accounts
import Foundation

/// What a provider publishes about itself (OpenID Connect Discovery 1.0, section 3; RP-Initiated Logout 1.0; RFC 9207).
public struct Discovery: Sendable, Decodable {
    public let issuer: String
    public let authorizationEndpoint: String
    public let tokenEndpoint: String
    public let userinfoEndpoint: String?
    public let jwksAddress: String
    public let endSessionEndpoint: String?
    let responseTypes: [String]?
    let challengeMethods: [String]?
    let clientMethods: [String]?
    let clientAlgorithms: [String]?
    let tokenAlgorithms: [String]?
    let classes: [String]?
    let saysIssuer: Bool?

    private enum CodingKeys: String, CodingKey {
        case issuer
        case authorizationEndpoint = "authorization_endpoint"
        case tokenEndpoint = "token_endpoint"
        case userinfoEndpoint = "userinfo_endpoint"
        case jwksAddress = "jwks_uri"
        case endSessionEndpoint = "end_session_endpoint"
        case responseTypes = "response_types_supported"
        case challengeMethods = "code_challenge_methods_supported"
        case clientMethods = "token_endpoint_auth_methods_supported"
        case clientAlgorithms = "token_endpoint_auth_signing_alg_values_supported"
        case tokenAlgorithms = "id_token_signing_alg_values_supported"
        case classes = "acr_values_supported"
        case saysIssuer = "authorization_response_iss_parameter_supported"
    }

    /// Where the document of an issuer stands.
    static func address(of issuer: String) -> String {
        (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
    }

    /// - Throws: `ProviderFault` where it cannot be read, or speaks for another issuer than the one that was asked.
    static func read(_ data: Data, from issuer: String) throws(ProviderFault) -> Discovery {
        guard let document = try? JSONDecoder().decode(Discovery.self, from: data) else {
            throw .answer(
                "Its document lacks one of issuer, authorization_endpoint, token_endpoint and jwks_uri, or is no JSON.")
        }
        guard document.issuer == issuer else {
            throw .answer(
                "It calls itself “\(document.issuer.prefix(200))”. Register exactly that as the issuer, to the last stroke."
            )
        }
        guard document.addresses.allSatisfy(Self.isSafe) else {
            throw .answer("One of its addresses does not begin with https://.")
        }
        return document
    }

    private var addresses: [String] {
        [authorizationEndpoint, tokenEndpoint, jwksAddress] + [userinfoEndpoint, endSessionEndpoint].compactMap(\.self)
    }

    /// Browsers are sent to some of these, so no other scheme will do.
    private static func isSafe(_ address: String) -> Bool {
        URL(string: address).map(ProviderAddress.isSafe) ?? false
    }
}
