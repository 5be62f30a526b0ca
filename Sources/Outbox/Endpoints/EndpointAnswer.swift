/// What an organisation's own system said to a test, in words for whoever registered it.
public struct EndpointAnswer: Sendable, Equatable {
    public let isGood: Bool
    public let words: String

    public init(isGood: Bool, words: String) { (self.isGood, self.words) = (isGood, words) }
}
