import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

extension FHIRService {
    /// The most bytes of a form or a patch.
    static let smallBody = 32_768

    /// What was sent.
    /// - Parameter kinds: the media types that are read; the first is the one that is asked for.
    /// - Throws: `FHIRProblem` for another kind, for what is packed, or for more than `most` bytes.
    func body(of request: Request, as kinds: [String], most: Int) async throws -> ByteBuffer {
        guard Self.isKind(request.headers[.contentType] ?? "", among: kinds) else {
            throw FHIRProblem(.unsupportedMediaType, .notSupported, "Send \(kinds[0]).")
        }
        guard (request.headers[.contentEncoding] ?? "identity").lowercased() == "identity" else {
            throw FHIRProblem(
                .unsupportedMediaType, .notSupported, "Send it unpacked: no Content-Encoding is undone here.")
        }
        do { return try await request.body.collect(upTo: most) } catch is NIOTooManyBytesError {
            throw FHIRProblem(.contentTooLarge, .tooLong, "What is sent here may have \(most) bytes at most.")
        }
    }

    /// Whether a `Content-Type` names one of `kinds`, in no other version of FHIR.
    private static func isKind(_ named: String, among kinds: [String]) -> Bool {
        // As nearly everybody writes it.
        if kinds.contains(named) { return true }
        let kind = NamedKind(named)
        return kinds.contains(kind.name) && kind.isSpokenVersion
    }
}
