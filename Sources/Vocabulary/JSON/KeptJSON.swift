import Foundation

/// JSON in which values are kept in a column of the database: written here, and read back here.
///
/// `Codable`, as with Foundation's coders, in half of their time: a page of a university's inbox reads the details of a
/// hundred events (docs/adr/0028-kept-json.md). Members stand in the order in which their type declares them. What cannot be
/// read is never quoted in the error.
public enum KeptJSON {
    /// How a date is written: which one was chosen where a column was made stays.
    public enum DateForm: Sendable {
        case millisecondsSince1970
        /// Seconds since the beginning of 2001, as Foundation's coders write them unless told otherwise.
        case secondsSince2001
    }

    /// - Throws: `JSONText.Refusal` where it is not JSON, `DecodingError` where it is not a `Kept`.
    public static func read<Kept: Decodable>(
        _: Kept.Type = Kept.self, from text: String, dates: DateForm = .secondsSince2001
    ) throws -> Kept {
        var text = text
        let value = try text.withUTF8 { try JSONText.read(UnsafeRawBufferPointer($0)) }
        return try ValueReading(value.content, dates).decode(Kept.self)
    }

    /// - Throws: `EncodingError` for a number that JSON cannot say.
    public static func text(_ kept: some Encodable, dates: DateForm = .secondsSince2001) throws -> String {
        let pen = Pen(dates: dates)
        try pen.write(kept)
        return String(decoding: pen.bytes, as: UTF8.self)
    }
}
