import Hummingbird
import Vocabulary

/// Who may use a route. Every route says so where it is declared; there is no default.
public enum Access: Sendable, Equatable {
    /// Also without signing in.
    case anyone
    /// Signed in with the password; the second factor or the choice of a role may still be missing.
    case signingIn
    /// Signed in, in any role.
    case anyRole
    case needs(Permission)
    /// A monitoring system: on this machine, or with the token that the installation set for it. To anybody else the route
    /// does not exist.
    case monitoring
}

/// One route: what it answers to, who may use it, and what it does.
public struct Route: Sendable {
    public let method: HTTPRequest.Method
    /// `/exchanges/:id/acknowledgement`
    public let path: String
    public let access: Access
    let handler: @Sendable (Visit) async throws -> Answer
}

/// The routes of the site, gathered from its features. A test walks this list with every role.
public struct RouteTable: Sendable {
    public private(set) var routes: [Route] = []

    public mutating func get(
        _ path: String, _ access: Access, _ handler: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        routes.append(Route(method: .get, path: path, access: access, handler: handler))
    }

    public mutating func post(
        _ path: String, _ access: Access, _ handler: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        routes.append(Route(method: .post, path: path, access: access, handler: handler))
    }

    public mutating func get(
        _ path: String, needs permission: Permission, _ handler: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        get(path, .needs(permission), handler)
    }

    public mutating func post(
        _ path: String, needs permission: Permission, _ handler: @escaping @Sendable (Visit) async throws -> Answer
    ) {
        post(path, .needs(permission), handler)
    }
}

extension RouteTable {
    /// The page that a form at `path` most likely stands on: that of the address itself, or the nearest above it.
    func page(above path: String) -> String {
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            if routes.contains(where: { $0.method == .get && $0.answers(parts) }) {
                return "/" + parts.joined(separator: "/")
            }
            parts.removeLast()
        }
        return "/home"
    }
}

extension Route {
    func answers(_ parts: [Substring]) -> Bool {
        path.split(separator: "/").elementsEqual(parts) { $0.hasPrefix(":") || $0 == $1 }
    }
}

/// A part of the site: one folder with its routes, page models and templates.
public protocol Feature: Sendable {
    func routes(_ site: inout RouteTable)

    /// What the feature adds to the navigation of who asks.
    func navigation(for visit: Visit) async throws -> [NavigationItem]
}

extension Feature {
    public func navigation(for visit: Visit) async throws -> [NavigationItem] { [] }
}

/// One entry of the navigation.
public struct NavigationItem: Sendable {
    public let label: String
    public let href: String
    /// Work that waits there; not shown when it is `nil` or zero.
    public let count: Int?
    /// How much of that is overdue; not shown when it is `nil` or zero.
    public let overdue: Int?
    public internal(set) var current = false

    public init(_ label: String, _ href: String, count: Int? = nil, overdue: Int? = nil) {
        (self.label, self.href) = (label, href)
        self.count = count == 0 ? nil : count
        self.overdue = overdue == 0 ? nil : overdue
    }
}

extension NavigationItem: PageModel {
    public func child(named asked: String) -> Any? {
        switch asked {
        case "label": label
        case "href": href
        case "count": shown(count)
        case "overdue": shown(overdue)
        case "current": current
        default: nil
        }
    }
}
