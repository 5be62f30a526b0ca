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
        PageText.register()
        library = MustacheLibrary(templates: try Self.read(templates))
    }

    private static func read(_ folder: URL) throws -> [String: MustacheTemplate] {
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix(".mustache")
        }
        return try files.reduce(into: [:]) { templates, file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let name = String(file.dropLast(".mustache".count))
            do { templates[name] = try MustacheTemplate(string: PageText.pragma + text) } catch {
                throw RenderFault.unreadable(template: name, "\(error)")
            }
        }
    }

    /// - Throws: `RenderFault` for a template that does not exist.
    public func render(_ template: String, page: Any, site: SiteFrame) throws -> String {
        let scope = PageScope(page, frame: site) { [self] name in
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
    case unreadable(template: String, String)
}
