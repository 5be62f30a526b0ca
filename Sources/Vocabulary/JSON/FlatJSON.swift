/// JSON of an object that holds nothing but texts: `{"categories":"careTeam","decision":"…"}`.
///
/// Each act writes one or two of these, and Foundation's encoder took longer over them than SQLite over keeping them.
public enum FlatJSON {
    /// The members in the order of their names, so that the same object is always the same text (RFC 8259).
    public static func text(_ object: [String: String]) -> String {
        var bytes = [UInt8(ascii: "{")]
        for (name, value) in object.sorted(by: { $0.key < $1.key }) {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            JSONText.quote(name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            JSONText.quote(value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }
}
