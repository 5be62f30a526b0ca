import Accounts
import Foundation
import HTTPTypes
import Hummingbird

/// A request before anybody knows who sent it.
struct Arrival {
    let method: HTTPRequest.Method
    let path: String
    let query: Form
    let requestID: String
    let address: String
    let token: String?
    let attempt: String?
    let flash: String?
    let fetchSite: String?
    /// Asked by a script, not by a person: no sign of life.
    let isBackground: Bool
    let isMonitoring: Bool

    init(_ request: Request, _ context: SiteContext, _ settings: SiteSettings) {
        method = request.method
        path = request.uri.path
        query = request.uri.query.flatMap { Form(urlEncoded: $0) } ?? Form()
        requestID = request.headers[.requestID].flatMap(Self.acceptable) ?? context.requestID
        let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last.map { $0.filter { $0 != " " } }
        address = settings.behindProxy ? forwarded ?? context.address : context.address
        token = request.cookies[settings.sessionCookie]?.value
        attempt = request.cookies[settings.attemptCookie]?.value
        flash = request.cookies[settings.flashCookie]?.value.removingPercentEncoding
        fetchSite = request.headers[.fetchSite]
        isBackground = request.headers[.background] != nil || request.headers[.accept] == "text/event-stream"
        isMonitoring = MonitoringDoor(token: settings.metricsToken).admits(request, from: context.address)
    }

    func visit(
        at now: Date, session: Session? = nil, form: Form = Form(), parameters: Parameters = Parameters()
    ) -> Visit {
        Visit(
            method: method, path: path, query: query, form: form, session: session, token: token, now: now,
            requestID: requestID, address: address, attempt: attempt, flash: flash, fetchSite: fetchSite,
            isMonitoring: isMonitoring,
            parameters: Dictionary(parameters.map { (String($0.key), String($0.value)) }) { first, _ in first },
            known: VisitMemory()
        )
    }

    /// A caller's own request id is kept when it can do no harm in a log.
    private static func acceptable(_ id: String) -> String? {
        let safe = id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return safe && (8...64).contains(id.count) ? id : nil
    }
}

extension HTTPField.Name {
    static let requestID = Self("X-Request-Id")!
    static let forwardedFor = Self("X-Forwarded-For")!
    static let fetchSite = Self("Sec-Fetch-Site")!
    static let background = Self("X-Footbridge-Background")!
    static let contentSecurityPolicy = Self("Content-Security-Policy")!
    static let referrerPolicy = Self("Referrer-Policy")!
    static let permissionsPolicy = Self("Permissions-Policy")!
    static let openerPolicy = Self("Cross-Origin-Opener-Policy")!
    static let frameOptions = Self("X-Frame-Options")!
}
