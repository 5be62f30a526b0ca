/// Lets answers be written as they will look: `["resourceType": "OperationOutcome", "issue": []]`.
extension JSONText.Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral text: String) { self.init(.string(text)) }
    public init(booleanLiteral truth: Bool) { self.init(.boolean(truth)) }
    public init(integerLiteral number: Int) { self.init(.number(String(number))) }
}

extension JSONText.Value: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(arrayLiteral items: JSONText.Value...) { self.init(.array(items)) }

    public init(dictionaryLiteral members: (String, JSONText.Value)...) {
        self.init(.object(members.map { JSONText.Member($0.0, $0.1) }))
    }
}

extension JSONText.Value {
    public static func string(_ text: String) -> Self { Self(.string(text)) }
    public static func number(_ number: Int) -> Self { Self(.number(String(number))) }
    public static func boolean(_ truth: Bool) -> Self { Self(.boolean(truth)) }
    public static func array(_ items: [Self]) -> Self { Self(.array(items)) }
    public static func object(_ members: [JSONText.Member]) -> Self { Self(.object(members)) }
}
