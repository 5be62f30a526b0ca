import Foundation
import Logging
import Mustache
import Synchronization

/// Turns page models into HTML with the templates, all of which are loaded at start.
public final class PageRenderer: Sendable {
    private let library: MustacheLibrary
    private let missing = Mutex<Set<String>>([])

    /// - Throws: where a template does not parse, so that a broken page never starts.
    public init(templates: URL) async throws {
        library = try await MustacheLibrary(directory: templates.path)
    }

    /// - Throws: `RenderFault` for a template that does not exist.
    public func render(_ template: String, page: Any, site: SiteFrame) throws -> String {
        let scope = PageScope(page, frame: PageScope(site)) { [self] name in
            missing.withLock { _ = $0.insert("\(template): \(name)") }
        }
        guard let html = library.render(scope, withTemplate: template) else { throw RenderFault.noTemplate(template) }
        return html
    }

    /// Names that templates asked for and no model had, as `template: name`. Mustache prints nothing for them, so tests
    /// look here.
    public var missingNames: Set<String> { missing.withLock { $0 } }
}

public enum RenderFault: Error, Equatable {
    case noTemplate(String)
}

/// A page model as the templates see it: each property by its name, read once.
///
/// The outermost scope is asked last, so a name it lacks is one that nobody has: it is reported.
final class PageScope: MustacheParent {
    private let properties: [String: Any]
    private let report: ((String) -> Void)?

    init(_ model: Any) {
        properties = Self.properties(of: model)
        report = nil
    }

    init(_ model: Any, frame: PageScope, report: @escaping (String) -> Void) {
        var properties = Self.properties(of: model)
        properties["site"] = frame
        self.properties = properties
        self.report = report
    }

    func child(named name: String) -> Any? {
        if let value = properties[name] { return value }
        report?(name)
        return nil
    }

    private static func properties(of model: Any) -> [String: Any] {
        var properties: [String: Any] = [:]
        for child in Mirror(reflecting: model).children {
            if let label = child.label { properties[label] = presentable(child.value) }
        }
        return properties
    }

    private static func presentable(_ value: Any) -> Any {
        switch value {
        case is String, is Bool, is Int, is Double: return value
        case let list as [Any]: return list.map(presentable)
        default: break
        }
        let mirror = Mirror(reflecting: value)
        return switch mirror.displayStyle {
        case .optional: mirror.children.first.map { presentable($0.value) } ?? Nothing()
        case .struct, .class: PageScope(value)
        default: String(describing: value)
        }
    }
}

/// An optional property without a value: known to the page, and shown as nothing.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
