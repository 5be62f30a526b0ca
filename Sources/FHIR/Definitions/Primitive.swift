/// The primitive datatypes (http://hl7.org/fhir/R4/datatypes.html#primitive).
enum Primitive: String, Sendable {
    case boolean, integer, unsignedInt, positiveInt, decimal
    case string, markdown, uri, url, canonical, oid, uuid, code, id, base64Binary, xhtml
    case date, dateTime, instant, time

    enum Written: String { case boolean, number, string }

    /// How JSON writes it.
    var written: Written {
        switch self {
        case .boolean: .boolean
        case .integer, .unsignedInt, .positiveInt, .decimal: .number
        default: .string
        }
    }

    /// Whether people write it for people.
    var isProse: Bool { self == .string || self == .markdown }

    /// Whether it may name a contained resource: `#questionnaire`.
    var isAddress: Bool { self == .canonical || self == .uri || self == .url }

    /// What a value must look like, to end a sentence with.
    var form: String {
        switch self {
        case .boolean: "true or false"
        case .integer: "a whole number between -2,147,483,648 and 2,147,483,647"
        case .unsignedInt: "a whole number from 0 to 2,147,483,647"
        case .positiveInt: "a whole number from 1 to 2,147,483,647"
        case .decimal: "a number"
        case .string, .markdown: "at least one character, and no NUL"
        case .uri, .url, .canonical: "an address without blanks"
        case .oid: "urn:oid: and numbers with full stops between them"
        case .uuid: "urn:uuid: and a UUID in lower case"
        case .code: "no blanks at either end, and single ones inside"
        case .id: "1 to 64 letters of A to Z, digits, hyphens and full stops"
        case .base64Binary: "base64, padded to a multiple of four characters"
        case .xhtml: "one div of XHTML"
        case .date: "a day, month or year that exists, such as 2026-02-28, 2026-02 or 2026"
        case .dateTime: "a date that exists, or one with a time and a zone, such as 2026-02-28T09:30:00Z"
        case .instant: "a date that exists with a time to the second and a zone, such as 2026-02-28T09:30:00Z"
        case .time: "a time of the day to the second, such as 09:30:00, without a zone"
        }
    }

    func accepts(_ text: String) -> Bool {
        var text = text
        return text.withUTF8(accepts)
    }

    private func accepts(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !text.isEmpty else { return false }
        return switch self {
        case .boolean, .decimal, .xhtml: true
        case .integer: isWhole(text, from: Int(Int32.min))
        case .unsignedInt: isWhole(text, from: 0)
        case .positiveInt: isWhole(text, from: 1)
        case .string, .markdown: !text.contains(0)
        case .uri, .url, .canonical: text.allSatisfy { $0 > 0x20 && $0 != 0x7F }
        case .oid: isOID(text)
        case .uuid: isUUID(text)
        case .code: isCode(text)
        case .id: text.count <= 64 && text.allSatisfy(isIDCharacter)
        case .base64Binary: isBase64(text)
        case .date, .dateTime, .instant, .time: Moment(text, as: self) != nil
        }
    }
}
