import Exchange
import FHIR
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Vocabulary

/// What a caller gets.
struct FHIRAnswer {
    let status: HTTPResponse.Status
    /// `nil` for an answer that says all by its status.
    let body: JSONText.Value?
    let kind: Kind
    var headers: HTTPFields = [:]

    enum Kind: String {
        case fhir = "application/fhir+json; charset=utf-8"
        case plain = "application/json"
    }

    init(_ body: JSONText.Value?, _ kind: Kind = .fhir, status: HTTPResponse.Status = .ok) {
        (self.body, self.kind, self.status) = (body, kind, status)
    }

    /// - Parameter mirrored: headers of the request that its sender wants to see again.
    func response(_ mirrored: HTTPFields) -> Response {
        var fields = headers
        for field in mirrored { fields.append(field) }
        fields[.cacheControl] = "no-store"
        guard let body else { return Response(status: status, headers: fields) }
        fields[.contentType] = kind.rawValue
        return Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body.utf8())))
    }
}

/// Why a call is refused, as an OperationOutcome tells it.
struct FHIRProblem: Error {
    let status: HTTPResponse.Status
    let faults: [Fault]

    init(_ status: HTTPResponse.Status, _ faults: [Fault]) { (self.status, self.faults) = (status, faults) }

    init(_ status: HTTPResponse.Status, _ code: IssueType, _ words: String, at expression: String? = nil) {
        self.init(status, [Fault(.error, code, at: expression, words)])
    }

    /// What is wrong with one parameter of a search.
    init(parameter name: String, _ code: IssueType, _ words: String) {
        self.init(.badRequest, code, words, at: Self.place(of: name))
    }

    /// As FHIR names the place of a fault in an address or a form (http://hl7.org/fhir/R5/operationoutcome.html#5.1.3).
    static func place(of parameter: String) -> String { "http.\(parameter)" }

    /// Somebody else has changed it since the caller saw it.
    static let outdated = FHIRProblem(
        .preconditionFailed, .conflict, "This has changed since you read it. Read it again, and decide again.")

    var answer: FHIRAnswer {
        var answer = FHIRAnswer(OperationOutcome.resource(faults), status: status)
        if status == .unauthorized { answer.headers[.wwwAuthenticate] = "Bearer" }
        if status == .tooManyRequests { answer.headers[.retryAfter] = "60" }
        return answer
    }
}

extension FHIRProblem {
    /// What an error tells the caller; `nil` for a fault of ours.
    init?(refusal error: any Error) {
        switch error {
        case let problem as FHIRProblem: self = problem
        case let conflict as Conflict: self.init(.conflict, .businessRule, conflict.message)
        case is Outdated: self = .outdated
        case let invalid as InvalidInput:
            self.init(.unprocessableContent, invalid.faults.map { Fault(.error, .invalid, at: nil, $0.message) })
        case is NotFound: self.init(.notFound, .notFound, "There is nothing here of that name.")
        case is Forbidden: self.init(.forbidden, .forbidden, "This record system may not do that.")
        default: return nil
        }
    }
}
