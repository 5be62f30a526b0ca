import Audit
import Database
import Foundation
import Hummingbird
import Logging
import Vocabulary

/// A page that says what went wrong and what was kept.
struct ProblemPage: Sendable {
    let heading: String
    let words: [String]
    var faults: [String] = []
    /// For a person on the phone, and for whoever reads the log.
    let reference: String?
}

extension Site {
    /// The one place where errors become pages. The error itself is logged, never shown.
    func explain(_ error: any Error, _ visit: Visit, _ route: Route, _ logger: Logger) async throws -> Response {
        let problem = problem(error, visit)
        if problem.status.code >= 500 {
            logger.error(
                "request failed",
                metadata: ["route": "\(route.path)", "error": "\(error)", "request": "\(visit.requestID)"])
        }
        if problem.status == .notFound { await recordStrayAccess(visit, route, logger) }
        let answer = Answer.page("site/problem", problem.page, title: problem.page.heading, status: problem.status)
        do { return try await response(answer, visit) } catch {
            // Not even the navigation can be read: the page without a session needs no database.
            return try await response(answer, visit.with(nil))
        }
    }

    private func problem(_ error: any Error, _ visit: Visit) -> (status: HTTPResponse.Status, page: ProblemPage) {
        func page(_ heading: String, _ words: String..., faults: [String] = [], reference: String? = nil) -> ProblemPage
        {
            ProblemPage(heading: heading, words: words, faults: faults, reference: reference)
        }
        switch error {
        case is NotFound:
            return (
                .notFound,
                page(
                    "Page not found", "It may have been moved, or the link may be old.",
                    "If you typed the address, check it.")
            )
        case is Forbidden:
            return (
                .forbidden,
                page("You cannot do this in your role", Self.whoHelps(visit.session?.actor?.role))
            )
        case let forgery as Forgery where forgery.isAnothers:
            return (
                .forbidden,
                page(
                    "Somebody else opened that page",
                    "You are signed in as another person than the one who typed this. Nothing of it was stored or sent.",
                    "If it was you, sign in as before in another tab. Then come back to this page and reload it: what you typed comes back."
                )
            )
        case is Forgery:
            return (
                .forbidden,
                page(
                    "This form is out of date",
                    "You may have signed in again since you opened it. Go back, reload the page and send it again. Nothing was changed."
                )
            )
        case let conflict as Conflict:
            return (
                .conflict,
                page(
                    "Someone was here before you", conflict.message,
                    "Go back and reload the page to see how things stand now.")
            )
        case let invalid as InvalidInput:
            return (
                .unprocessableContent,
                page("There is a problem", "Go back and correct this:", faults: invalid.faults.map(\.message))
            )
        case let error as HTTPError where error.status.code < 500:
            return (
                error.status,
                page(
                    "We could not read that request",
                    error.status == .contentTooLarge
                        ? "It is larger than we accept. Shorten the text and send it again." : "Go back and try again.")
            )
        case DatabaseFault.notStored, DatabaseFault.inUse:
            return (
                .serviceUnavailable,
                page(
                    "Nothing was saved",
                    "Footbridge cannot reach its database, or cannot write to it, at the moment. What you entered has not been stored or sent.",
                    "If it is urgent, phone the university instead. Go back to find what you typed, and try again in a few minutes.",
                    reference: visit.requestID)
            )
        case DatabaseFault.outcomeUnknown:
            return (
                .serviceUnavailable,
                page(
                    "We do not know whether that was saved",
                    "The connection to the database broke at the moment of saving. Look whether what you entered is there.",
                    "If it is not, send it again: Footbridge recognises the same form, so it can never arrive twice.",
                    reference: visit.requestID)
            )
        default:
            return (
                .internalServerError,
                page(
                    "Sorry, something went wrong",
                    "It is our fault, and it has been noted. If you sent a form, check whether it arrived before you send it again.",
                    reference: visit.requestID)
            )
        }
    }

    /// What somebody does who may not do something.
    private static func whoHelps(_ role: Role?) -> String {
        role == .student
            ? "This page is for staff. What is kept about you, and what you can decide, is under “My information”. If you miss something there, ask the team that saw you, or your university’s wellbeing team."
            : "If you hold another role, choose it first. If you think you should be able to do this, ask your service manager."
    }

    /// Somebody signed in asked for an id that they may not know of: that is worth knowing.
    private func recordStrayAccess(_ visit: Visit, _ route: Route, _ logger: Logger) async {
        guard let actor = visit.session?.actor, let subject = visit.parameters.values.first else { return }
        let now = visit.now
        let known = Identifier<Never>(subject)?.rawValue
        let fact = AuditFact("access.refused", "route", known, detail: ["route": route.path])
        do {
            try await engine.write { try AuditTrail.record(fact, by: actor, at: now, in: $0) }
        } catch {
            logger.error("refused access could not be recorded", metadata: ["error": "\(error)"])
        }
    }
}
