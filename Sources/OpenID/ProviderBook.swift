import Accounts
import Foundation
import Vocabulary

/// What is known of each provider: its document and its keys, kept for an hour. Keys change without notice, so one that is
/// not known yet is looked for anew, but not more than once a minute.
public actor ProviderBook {
    private let network: any ProviderFetching
    private let clock: any Clock
    private var documents: [String: (document: Discovery, readAt: Date)] = [:]
    private var keySets: [String: (keys: ProviderKeySet, readAt: Date)] = [:]

    private static let life: TimeInterval = 3600
    private static let pause: TimeInterval = 60

    public init(network: any ProviderFetching, clock: any Clock) { (self.network, self.clock) = (network, clock) }

    /// - Throws: `ProviderFault`.
    public func document(of issuer: String) async throws -> Discovery {
        if let known = documents[issuer], isFresh(known.readAt, for: Self.life) { return known.document }
        return try await readDocument(of: issuer)
    }

    /// Forgets what is known, and asks again: for the operator, who wants to see how things stand now.
    func readAgain(_ issuer: String) async throws -> (document: Discovery, keys: ProviderKeySet) {
        let document = try await readDocument(of: issuer)
        return (document, try await readKeys(of: issuer, at: document.jwksAddress))
    }

    /// The key that signed a token.
    /// - Throws: `ProviderFault` where no published key can have, or several can and the token does not say which.
    func key(for token: SignedToken, of issuer: String) async throws -> ProviderKeySet.Key {
        let address = try await document(of: issuer).jwksAddress
        var set = keySets[issuer]
        if set == nil || !isFresh(set?.readAt, for: Self.life) {
            set = (try await readKeys(of: issuer, at: address), clock.now)
        }
        var fitting = set?.keys.candidates(token.algorithm, named: token.keyName) ?? []
        if fitting.isEmpty, !isFresh(set?.readAt, for: Self.pause) {
            fitting = try await readKeys(of: issuer, at: address).candidates(token.algorithm, named: token.keyName)
        }
        guard fitting.count == 1 else {
            throw ProviderFault.token(
                fitting.isEmpty ? "No published key fits it (kid)." : "It does not say which key signed it (kid).")
        }
        return fitting[0]
    }

    func ask(_ question: ProviderQuestion) async throws -> Data { try await network.ask(question) }

    private func isFresh(_ readAt: Date?, for seconds: TimeInterval) -> Bool {
        readAt.map { abs(clock.now.timeIntervalSince($0)) < seconds } ?? false
    }

    private func readDocument(of issuer: String) async throws -> Discovery {
        let data = try await network.ask(ProviderQuestion(Discovery.address(of: issuer)))
        let document = try Discovery.read(data, from: issuer)
        documents[issuer] = (document, clock.now)
        return document
    }

    private func readKeys(of issuer: String, at address: String) async throws -> ProviderKeySet {
        let keys = try ProviderKeySet.read(try await network.ask(ProviderQuestion(address)))
        keySets[issuer] = (keys, clock.now)
        return keys
    }
}
