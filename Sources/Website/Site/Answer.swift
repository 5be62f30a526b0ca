import Foundation
import Hummingbird

/// What a route answers with; the site turns it into bytes.
public enum Answer: Sendable {
    /// - Parameter model: a plain struct whose properties the template names.
    case rendered(template: String, model: any Sendable, title: String, status: HTTPResponse.Status)
    case redirect(to: String, flash: String?)
    case content(Data, type: String, fileName: String?, status: HTTPResponse.Status)
    /// An endless `text/event-stream`; it ends when the server stops.
    case events(AsyncStream<String>)
    /// Any of these with a cookie set, or cleared (`nil`).
    indirect case withSession(token: String?, Answer)
    /// Any of these for a browser that is about to leave for a sign-in provider.
    indirect case withAttempt(word: String, Answer)

    public static func page(
        _ template: String, _ model: any Sendable, title: String, status: HTTPResponse.Status = .ok
    ) -> Answer {
        .rendered(template: template, model: model, title: title, status: status)
    }

    /// After a form that did something: 303, so that reloading does not do it again.
    public static func seeOther(_ path: String, flash: String? = nil) -> Answer { .redirect(to: path, flash: flash) }

    public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
        .content(Data(text.utf8), type: "text/plain; charset=utf-8", fileName: nil, status: status)
    }

    public static func json(_ value: some Encodable & Sendable) throws -> Answer {
        .content(try JSONEncoder().encode(value), type: "application/json", fileName: nil, status: .ok)
    }

    public static func csv(_ text: String, fileName: String) -> Answer {
        .content(Data(text.utf8), type: "text/csv; charset=utf-8", fileName: fileName, status: .ok)
    }
}
