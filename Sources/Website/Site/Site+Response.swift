import Accounts
import Foundation
import HTTPTypes
import Hummingbird
import Vocabulary

extension Site {
    /// An answer as bytes and headers.
    func response(_ answer: Answer, _ visit: Visit) async throws -> Response {
        switch answer {
        case .rendered(let template, let model, let title, let status):
            return try await page(template, model, title, status, visit)
        case .redirect(let path, let flash):
            return redirect(to: path, flash: flash, visit)
        case .content(let data, let type, let fileName, let status):
            return content(data, type, fileName, status, visit)
        case .events(let events):
            return stream(events, visit)
        case .withSession(let token, let inner):
            let session = try await token.asyncFlatMap { try await sessions.session(token: $0) }
            var response = try await response(inner, visit.with(session))
            response.headers.append(HTTPField(name: .setCookie, value: sessionCookie(token)))
            return response
        case .withAttempt(let word, let inner):
            var response = try await response(inner, visit)
            let value = cookie(settings.attemptCookie, word, seconds: Int(AttemptStore.life))
            response.headers.append(HTTPField(name: .setCookie, value: value))
            return response
        }
    }

    private func page(
        _ template: String, _ model: any Sendable, _ title: String, _ status: HTTPResponse.Status, _ visit: Visit
    ) async throws -> Response {
        let html = try renderer.render(template, page: model, site: try await frame(title, visit))
        var headers = headers(visit, type: "text/html; charset=utf-8")
        if visit.flash != nil { headers.append(HTTPField(name: .setCookie, value: flashCookie(nil))) }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: html)))
    }

    private func redirect(to path: String, flash: String?, _ visit: Visit) -> Response {
        var headers = headers(visit, type: "text/plain; charset=utf-8")
        headers[.location] = path
        if let flash { headers.append(HTTPField(name: .setCookie, value: flashCookie(flash))) }
        return Response(status: .seeOther, headers: headers)
    }

    private func content(
        _ data: Data, _ type: String, _ fileName: String?, _ status: HTTPResponse.Status, _ visit: Visit
    ) -> Response {
        var headers = headers(visit, type: type)
        if let fileName { headers[.contentDisposition] = "attachment; filename=\"\(fileName)\"" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    private func stream(_ events: AsyncStream<String>, _ visit: Visit) -> Response {
        var headers = headers(visit, type: "text/event-stream")
        headers[.init("X-Accel-Buffering")!] = "no"
        let body = ResponseBody { writer in
            for await event in events.cancelOnGracefulShutdown() {
                try await writer.write(ByteBuffer(string: event))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    private func headers(_ visit: Visit, type: String) -> HTTPFields {
        [.contentType: type, .cacheControl: "no-store", .requestID: visit.requestID]
    }

    private func frame(_ title: String, _ visit: Visit) async throws -> SiteFrame {
        let session = visit.session
        let actor = session?.actor
        return SiteFrame(
            pageTitle: title, signedIn: actor != nil, name: session?.account.name ?? "",
            roleTitle: session?.membership.map {
                [$0.role.title, $0.serviceName].compactMap(\.self).joined(separator: ", ")
            }
                ?? "",
            organisationName: session?.membership?.organisationName,
            navigation: try await navigation(visit), formToken: session?.formToken ?? "",
            flash: visit.flash, demonstration: settings.demonstration,
            idleSeconds: session.map { Int($0.endsAt.timeIntervalSince(visit.now)) },
            holdsSeveralRoles: (session?.memberships.count ?? 0) > 1, path: visit.path,
            elsewhere: actor?.role == .student ? SiteSettings.elsewhere : nil, standsAt: visit.standsAt
        )
    }

    private func navigation(_ visit: Visit) async throws -> [NavigationItem] {
        guard visit.session?.actor != nil else { return [] }
        var items: [NavigationItem] = []
        for feature in features { items += try await feature.navigation(for: visit) }
        let current = items.indices.filter { visit.path.hasPrefix(items[$0].href) }.max {
            items[$0].href.count < items[$1].href.count
        }
        if let current { items[current].current = true }
        return items
    }

    private func sessionCookie(_ token: String?) -> String {
        cookie(settings.sessionCookie, token ?? "", seconds: token == nil ? 0 : nil)
    }

    private func flashCookie(_ words: String?) -> String {
        cookie(settings.flashCookie, words?.urlEncoded ?? "", seconds: words == nil ? 0 : 60)
    }

    private func cookie(_ name: String, _ value: String, seconds: Int?) -> String {
        let life = seconds.map { "; Max-Age=\($0)" } ?? ""
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Lax\(life)\(settings.isSecure ? "; Secure" : "")"
    }
}
