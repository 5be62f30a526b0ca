import Foundation

/// The fields of a form, or of a query string, as they were sent; a name may occur more than once.
public struct Form: Sendable, Equatable {
    private let fields: [(name: String, value: String)]

    public init(_ fields: [(String, String)] = []) {
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// Reads `a=1&b=two+words`.
    /// - Returns: `nil` where the text is not URL-encoded.
    public init?(urlEncoded text: String) {
        guard !text.isEmpty else {
            fields = []
            return
        }
        guard let parts = URLComponents(string: "?" + text.replacing("+", with: "%20")) else { return nil }
        fields = (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }
    }

    /// The first value of a field.
    public subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// Every value of a field, as checkboxes send them.
    public func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// All fields in their order, for a form that is shown again.
    public var pairs: [(name: String, value: String)] { fields }

    public static func == (a: Form, b: Form) -> Bool { a.fields.elementsEqual(b.fields, by: ==) }
}
