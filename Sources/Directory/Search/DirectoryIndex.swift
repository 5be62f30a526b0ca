import Database
import Foundation
import Vocabulary

/// Keeps the search indexes in memory, and makes them anew when an import or a joining changed what they were made from.
public actor DirectoryIndex {
    private let store: DirectoryStore
    private var kept: (stamp: Stamp, providers: ProviderSearch, all: ProviderSearch)?

    public init(_ store: DirectoryStore) { self.store = store }

    /// Universities and colleges.
    public func providers() async throws -> ProviderSearch { try await current().providers }

    /// Every organisation: providers, trusts and boards.
    public func all() async throws -> ProviderSearch { try await current().all }

    private func current() async throws -> (stamp: Stamp, providers: ProviderSearch, all: ProviderSearch) {
        let stamp = try await store.engine.read { try Stamp($0) }
        if let kept, kept.stamp == stamp { return kept }
        let entries = try await store.engine.read {
            try DirectoryStore.searchEntries([.provider, .trust, .integratedCareBoard], in: $0)
        }
        let providers = entries.filter { $0.organisation.kind == .provider }
        let made = (stamp: stamp, providers: ProviderSearch(providers), all: ProviderSearch(entries))
        kept = made
        return made
    }

    /// What shows that the directory's organisations changed.
    private struct Stamp: Equatable {
        let importedAt: Date?
        let organisations: Int
        let joinedAt: Date?
        let leftAt: Date?

        init(_ database: any Reading) throws {
            let row = try database.row(
                """
                SELECT COUNT(*) AS count, MAX(joined_at) AS joined, MAX(left_at) AS gone,
                    (SELECT MAX(at) FROM directory_import) AS imported
                FROM organisation
                """
            )
            organisations = try row?("count") ?? 0
            (joinedAt, leftAt, importedAt) = (try row?("joined"), try row?("gone"), try row?("imported"))
        }
    }
}
