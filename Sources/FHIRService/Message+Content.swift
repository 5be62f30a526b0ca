import FHIR
import Vocabulary

extension Message {
    /// The same for a message that is sent again in a new envelope, with new names for what it holds: many systems make the
    /// UUIDs of `fullUrl` anew each time.
    /// Whoever changes it adds what it was to `formerHashes`, by which a retry across the upgrade is known.
    var contentHash: String {
        var content = content
        let names = temporaryNames
        if !names.isEmpty { Self.replace(names, in: &content) }
        return ContentHash.of(content)
    }

    /// What `contentHash` was for this message in earlier versions, where that was something else: with the names as they stand.
    var formerHashes: [String] { temporaryNames.isEmpty ? [] : [ContentHash.of(content)] }

    private var content: [UInt8] {
        let envelope: Set = ["id", "identifier", "meta", "timestamp"]
        return JSONText.Value.object((bundle.members ?? []).filter { !envelope.contains($0.key) }).utf8()
    }

    private struct TemporaryName {
        let uuid: [UInt8]
        /// What stands for it: the place of its entry, and as long.
        let place: [UInt8]
    }

    /// The UUIDs by which only this bundle knows its entries.
    private var temporaryNames: [TemporaryName] {
        let entries = bundle["entry"]?.items ?? []
        return entries.enumerated().compactMap { index, entry in
            guard let name = entry["fullUrl"]?.string, name.hasPrefix("urn:uuid:") else { return nil }
            let (uuid, number) = (Array(name.utf8.dropFirst(9)), Array("\(index)".utf8))
            guard uuid.count == 36 else { return nil }
            return TemporaryName(
                uuid: uuid, place: number + Array(repeating: UInt8(ascii: "*"), count: 36 - number.count))
        }
    }

    /// Behind what a name stands: nowhere else is a UUID replaced, since it may be all that tells two requests apart.
    private static let openings = ["\"fullUrl\":\"urn:uuid:", "\"reference\":\"urn:uuid:", "\"id\":\""].map {
        Array($0.utf8)
    }

    /// One walk from quotation mark to quotation mark: a name is the 36 characters before one, the last twelve of
    /// them behind a dash.
    private static func replace(_ names: [TemporaryName], in content: inout [UInt8]) {
        content.withUnsafeMutableBytes { content in
            for end in content.indices
            where end > 36 && content[end] == UInt8(ascii: "\"") && content[end - 13] == UInt8(ascii: "-") {
                let uuid = content[(end - 36)..<end]
                guard let name = names.first(where: { uuid.elementsEqual($0.uuid) }),
                    openings.contains(where: { content[..<uuid.startIndex].suffix($0.count).elementsEqual($0) })
                else { continue }
                UnsafeMutableRawBufferPointer(rebasing: uuid).copyBytes(from: name.place)
            }
        }
    }
}
