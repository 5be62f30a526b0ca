import Foundation

/// A letter, or a part of one, as far as a report needs it (RFC 5322, RFC 2045, RFC 2046).
struct MIMEPart: Sendable {
    private let fields: [(name: String, value: String)]
    let body: Substring

    init(_ data: Data) {
        let text = String(decoding: data, as: UTF8.self)
        self.init(text.replacing("\r\n", with: "\n")[...])
    }

    private init(_ text: Substring) {
        // A blank line at the very beginning: there is no head.
        let end = text.hasPrefix("\n") ? text.startIndex : text.firstRange(of: "\n\n")?.lowerBound ?? text.endIndex
        fields = Self.fields(text[..<end])
        body = text[end...].drop { $0 == "\n" }
    }

    /// The lines of a head, each long one put together again.
    static func fields(_ head: Substring) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for line in head.split(separator: "\n") {
            if line.first?.isWhitespace == true, !fields.isEmpty {
                fields[fields.count - 1].value += " " + line.trimmingCharacters(in: .whitespaces)
            } else if let colon = line.firstIndex(of: ":") {
                let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                fields.append((line[..<colon].trimmingCharacters(in: .whitespaces).lowercased(), value))
            }
        }
        return fields
    }

    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// `multipart/report`, in lower case.
    var kind: String {
        let kind = all("content-type").first?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
        return kind?.lowercased() ?? "text/plain"
    }

    /// The parts of a multipart; none of anything else.
    var parts: [MIMEPart] {
        guard kind.hasPrefix("multipart/"), let boundary else { return [] }
        var parts: [[Substring]] = []
        for line in body.split(separator: "\n", omittingEmptySubsequences: false) {
            let mark = line.trimmingCharacters(in: .whitespaces)
            if mark == "--\(boundary)--" { break }
            if mark == "--\(boundary)" {
                parts.append([])
            } else if !parts.isEmpty {
                parts[parts.count - 1].append(line)
            }
        }
        return parts.map { MIMEPart($0.joined(separator: "\n")[...]) }
    }

    private var boundary: String? {
        let type = all("content-type").first ?? ""
        guard let found = type.firstMatch(of: /(?i)boundary\s*=\s*(?:"([^"]+)"|([^\s;"]+))/) else { return nil }
        return (found.output.1 ?? found.output.2).map(String.init)
    }
}
