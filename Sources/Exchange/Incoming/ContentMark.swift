import Vocabulary

/// What stands for the content of a message: by it a repetition is recognised, also after an upgrade has changed how it is
/// reckoned.
struct ContentMark {
    /// As it is reckoned now.
    let hash: String
    /// As it was reckoned before, by which something kept then is known again.
    let former: [String]
    /// Whether it changes something told before. Its content says so, and so does the column, where the content has gone.
    let isUpdate: Bool

    /// As a column keeps it: something stands behind the hash of an update, and nothing behind that of news. Kept before
    /// that was so, an update looks like news.
    var kept: String { isUpdate ? "\(hash) \(Self.update)" : hash }

    /// The same for an update that says what an earlier one said, after another said something else.
    func kept(after id: IncomingMessageID) -> String { "\(hash) after \(id)" }

    /// As it may have been kept before an upgrade.
    var keptFormerly: [String] {
        let hashes = [hash] + former
        return (isUpdate ? hashes + former.map { "\($0) \(Self.update)" } : former)
    }

    /// Whether what is kept so says the same.
    func says(_ kept: String) -> Bool {
        let said = kept.prefix { $0 != " " }
        return said == hash || former.contains { said == $0 }
    }

    /// Whether what is kept so changes something told before.
    static func isUpdate(_ kept: String) -> Bool { kept.contains(" ") }

    private static let update = "update"
}
