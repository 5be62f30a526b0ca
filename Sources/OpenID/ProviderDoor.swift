import Accounts
import Foundation
import Logging
import Vocabulary

/// Sign-in at a provider: OpenID Connect, authorisation code with PKCE, our own keys instead of a shared secret.
public struct ProviderDoor: IdentityDoor {
    let providers: ProviderStore
    let identities: IdentityStore
    let invitations: InvitationStore
    let book: ProviderBook
    let clock: any Clock
    let publicAddress: URL
    /// The person on record under an NHS number and a date of birth.
    let record: @Sendable (NHSNumber, CalendarDate) async throws -> PersonID?
    let logger: Logger

    public init(
        providers: ProviderStore, identities: IdentityStore, invitations: InvitationStore, book: ProviderBook,
        clock: any Clock, publicAddress: URL,
        record: @escaping @Sendable (NHSNumber, CalendarDate) async throws -> PersonID?, logger: Logger
    ) {
        (self.providers, self.identities, self.invitations) = (providers, identities, invitations)
        (self.book, self.clock, self.publicAddress) = (book, clock, publicAddress)
        (self.record, self.logger) = (record, logger)
    }

    /// Where a provider sends people back to; registered there letter by letter.
    public static func returnAddress(of provider: SignInProviderID, on publicAddress: URL) -> String {
        publicAddress.appending(path: "sign-in/providers/\(provider)/return").absoluteString
    }

    /// Where a provider sends people when they have signed out there; registered like the other.
    public static func signedOutAddress(on publicAddress: URL) -> String {
        publicAddress.appending(path: "sign-in").absoluteString
    }

    /// Where to send somebody who wants to sign in.
    /// - Throws: `SignInRefused` where the provider cannot be asked.
    public func departure(to provider: SignInProvider, with secrets: AttemptSecrets) async throws -> String {
        let document = try await explained(provider) { try await book.document(of: provider.issuer) }
        var fields = [
            ("response_type", "code"), ("client_id", provider.clientID),
            ("redirect_uri", Self.returnAddress(of: provider.id, on: publicAddress)),
            ("scope", provider.kind.scopes.joined(separator: " ")), ("state", secrets.state),
            ("nonce", secrets.nonce), ("code_challenge", secrets.challenge), ("code_challenge_method", "S256"),
        ]
        fields += provider.wishes(of: document)
        return document.authorizationEndpoint.with(fields)
    }

    /// Where the provider signs people out, where it says that it does. Our client id says who asks: an id token has no place
    /// in an address (RP-Initiated Logout 1.0, section 2).
    public func departureForGood(from provider: SignInProvider) async -> String? {
        guard let address = try? await book.document(of: provider.issuer).endSessionEndpoint else { return nil }
        let back = Self.signedOutAddress(on: publicAddress)
        return address.with([("client_id", provider.clientID), ("post_logout_redirect_uri", back)])
    }

    public func identify(_ proof: ProviderProof) async throws -> VerifiedIdentity {
        let provider = proof.provider
        let statement = try await explained(provider) { try await self.statement(proof) }
        do {
            if proof.attempt.isForInvitation {
                return try await invitations.accept(proof.attempt, statement, at: provider, signedIn: proof.signedIn)
            }
            if provider.kind.isForStaff { return try await identities.recognise(statement, at: provider) }
            return try await identities.recogniseStudent(statement, at: provider, record: record)
        } catch let refused as SignInRefused {
            try await identities.refused(at: provider.id, because: "not_admitted")
            throw refused
        }
    }

    private func statement(_ proof: ProviderProof) async throws -> ProviderStatement {
        let (provider, reply) = (proof.provider, proof.reply)
        let document = try await book.document(of: provider.issuer)
        let saysIssuer = reply.issuer == provider.issuer || (reply.issuer == nil && document.saysIssuer != true)
        guard saysIssuer else { throw ProviderFault.token("The answer is of another provider (iss).") }
        if let error = reply.error { throw ProviderFault.refusal(ProviderFault.plain(error)) }
        guard let code = reply.code, !code.isEmpty else { throw ProviderFault.answer("The answer has no code.") }
        let tokens = try await self.tokens(for: code, proof.attempt.secrets, provider, document)
        let token = try SignedToken(tokens.id_token)
        try await token.verify(by: book.key(for: token, of: provider.issuer))
        guard let claims = try? JSONDecoder().decode(IDTokenClaims.self, from: token.payload),
            let statement = try? JSONDecoder().decode(ProviderStatement.self, from: token.payload)
        else { throw ProviderFault.token("It lacks a claim that every id token has.") }
        try claims.check(provider, nonce: proof.attempt.secrets.nonce, at: clock.now)
        return try await completed(statement, tokens.access_token, document)
    }

    private struct Tokens: Decodable {
        let id_token: String
        let access_token: String?
    }

    private func tokens(
        for code: String, _ secrets: AttemptSecrets, _ provider: SignInProvider, _ document: Discovery
    ) async throws -> Tokens {
        guard let algorithm = ClientAssertion.algorithm(accepted: document.clientAlgorithms),
            let key = try await providers.ownKeys(for: provider.id).first
        else { throw ProviderFault.answer("It accepts no signature that we can make.") }
        let assertion = ClientAssertion(client: provider.clientID, audience: document.tokenEndpoint, at: clock.now)
        let form = [
            ("grant_type", "authorization_code"), ("code", code), ("code_verifier", secrets.verifier),
            ("redirect_uri", Self.returnAddress(of: provider.id, on: publicAddress)), ("client_id", provider.clientID),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", try await assertion.signed(with: key, algorithm: algorithm)),
        ]
        let answer = try await book.ask(ProviderQuestion(document.tokenEndpoint, form: form))
        guard let tokens = try? JSONDecoder().decode(Tokens.self, from: answer) else {
            throw ProviderFault.answer("Its token endpoint gave no id token.")
        }
        return tokens
    }

    /// What the id token leaves out, the provider tells whoever has the access token, if it is about the same person
    /// (OpenID Connect Core 1.0, section 5.3.2).
    private func completed(
        _ statement: ProviderStatement, _ accessToken: String?, _ document: Discovery
    ) async throws -> ProviderStatement {
        guard let address = document.userinfoEndpoint, let accessToken else { return statement }
        let answer = try await book.ask(ProviderQuestion(address, bearer: accessToken))
        guard let more = try? JSONDecoder().decode(ProviderStatement.self, from: answer),
            more.subject == statement.subject
        else { throw ProviderFault.answer("What it tells of the person is about somebody else.") }
        return statement.completed(by: more)
    }

    /// Turns what went wrong into words for the person, and writes it down for the operator.
    private func explained<T: Sendable>(
        _ provider: SignInProvider, _ work: () async throws -> T
    ) async throws -> T {
        do { return try await work() } catch let fault as ProviderFault {
            logger.warning(
                "a sign-in at a provider failed", metadata: ["provider": "\(provider.id)", "fault": "\(fault.words)"])
            try await identities.refused(at: provider.id, because: fault.kind)
            throw SignInRefused(fault, at: provider)
        }
    }
}

extension SignInProvider {
    /// What we ask for besides: two steps, where the provider names a class that means them; a proved person at NHS login.
    fileprivate func wishes(of document: Discovery) -> [(String, String)] {
        switch kind {
        case .organisation:
            document.classes?.first(where: StrongAuthentication.classes.contains).map { [("acr_values", $0)] } ?? []
        case .careIdentity: []
        case .nhsLogin: [("vtr", #"["P9.Cp.Cd","P9.Cp.Ck","P9.Cm"]"#)]
        }
    }
}

extension String {
    /// The address with more fields in its query; what it has there already stays.
    fileprivate func with(_ fields: [(String, String)]) -> String {
        let query = fields.map { "\($0.0)=\($0.1.formEncoded)" }.joined(separator: "&")
        return self + (contains("?") ? "&" : "?") + query
    }
}
