import Foundation
import Hummingbird
import Logging
import Vocabulary

/// What Hummingbird carries with a request, and where the request came from.
public struct SiteContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    public let address: String
    /// Names this request in the log and on an error page.
    let requestID = Identifier<SiteContext>(at: Date()).rawValue

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// A request without a connection, for tests.
    public init(address: String, logger: Logger) {
        coreContext = .init(source: NoConnection(logger: logger))
        self.address = address
    }

    private struct NoConnection: RequestContextSource {
        let logger: Logger
    }
}
