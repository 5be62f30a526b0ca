import Mustache

/// A page model that says its names itself, because pages show it in numbers: reading them from its type takes as long as
/// all the rest of the page.
protocol PageModel: MustacheParent, Sendable {}

extension PageModel {
    /// A property that may have no value: known to the page, and shown as nothing.
    func shown(_ value: Any?) -> Any { value ?? Nothing() }
}

/// Any other page model as the templates see it: each property by its name, read once.
///
/// The outermost scope is asked last, so a name it lacks is one that nobody has: it is reported.
final class PageScope: MustacheParent {
    private let properties: [String: Any]
    private let report: ((String) -> Void)?

    init(_ model: Any) {
        properties = Self.properties(of: model)
        report = nil
    }

    init(_ model: Any, frame: SiteFrame, report: @escaping (String) -> Void) {
        var properties = Self.properties(of: model)
        properties["site"] = PageFrame(frame: frame, report: report)
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
        case is String, is Bool, is Int, is Double, is [any PageModel]: return value
        case let model as any PageModel: return model
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

/// What is said as `site.title`. Behind a dot nobody else is asked, so what is missing there is reported there.
private struct PageFrame: MustacheParent {
    let frame: SiteFrame
    let report: (String) -> Void

    func child(named name: String) -> Any? {
        if let value = frame.child(named: name) { return value }
        report("site.\(name)")
        return nil
    }
}

/// An optional property without a value.
private struct Nothing: MustacheCustomRenderable {
    var renderText: String { "" }
    var isNull: Bool { true }
}
