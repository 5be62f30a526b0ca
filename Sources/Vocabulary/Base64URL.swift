import Foundation

/// Bytes as they stand in addresses and tokens (RFC 4648, section 5), without padding.
extension Data {
    /// - Returns: `nil` for what is no base64url; padding may be there or not.
    public init?(base64URL text: String) {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/").replacing("=", with: "")
        self.init(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }

    public var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
