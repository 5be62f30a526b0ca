import Vocabulary

/// What stands for the content of a message: by it a repetition is recognised, also after an upgrade has changed how it is
/// reckoned.
struct ContentMark {
    /// As it is reckoned now, and kept.
    let hash: String
    /// As it was reckoned before, by which something kept then is known again.
    let former: [String]

    /// How something is kept that says what an earlier message said, after that of this id said something else.
    func kept(after id: IncomingMessageID) -> String { "\(hash) after \(id)" }

    /// Whether what is kept so says the same.
    func says(_ kept: String) -> Bool {
        let said = kept.prefix { $0 != " " }
        return said == hash || former.contains { said == $0 }
    }
}
