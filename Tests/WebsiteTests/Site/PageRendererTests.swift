import Foundation
import TestSupport
import Testing

@testable import Website

/// Mustache prints nothing for a name that no model has. `TestSite` fails every test in which a page asked for one; here it
/// is shown that it would.
@Suite("Names that templates ask for")
struct PageRendererTests {
    struct Page: Sendable {
        let heading = "Inbox"
        let note: String? = nil
        let tabs = [ListTab("Mine", href: "/inbox", count: nil, current: true)]
        let inner = Inner()

        struct Inner: Sendable {
            let words = "Nothing is open"
        }
    }

    @Test("what a model has is shown, and what it has without a value is nothing, and not missed")
    func known() async throws {
        let text =
            "{{heading}}{{note}}: {{#tabs}}{{label}}{{count}}, {{heading}}{{/tabs}}; {{#inner}}{{words}}{{/inner}}"
        let (html, missing) = try await render(text + " {{^note}}{{site.title}}{{site.flash}}{{/note}}")
        #expect(html == "Inbox: Mine, Inbox; Nothing is open Footbridge")
        #expect(missing == [])
    }

    @Test(
        "a name that nobody has is reported, wherever it stands",
        arguments: [
            ("{{haeding}}", "haeding"), ("{{#tabs}}{{lable}}{{/tabs}}", "lable"),
            ("{{#nothing}}x{{/nothing}}", "nothing"),
            ("{{^nothing}}x{{/nothing}}", "nothing"), ("{{#inner}}{{wrods}}{{/inner}}", "wrods"),
            ("{{site.titel}}", "site.titel"),
            ("{{#site.navigation}}{{/site.navigation}}{{#site.name}}{{who}}{{/site.name}}", "who"),
        ])
    func missing(text: String, name: String) async throws {
        #expect(try await render(text).missing == ["page: \(name)"])
    }

    @Test("whatever a model holds is text in the page, in partials and sections too")
    func escaped() async throws {
        let (html, _) = try await render("{{words}} {{#words}}{{.}}{{/words}} {{{words}}}", HostilePage())
        let shown = "&lt;b title=&quot;é&#39;&quot;&gt; &amp;amp; 👩‍⚕️"
        #expect(html == "\(shown) \(shown) <b title=\"é'\"> &amp; 👩‍⚕️")
    }

    struct HostilePage: Sendable { let words = "<b title=\"é'\"> &amp; 👩‍⚕️" }

    @Test("a template that cannot be read stops the start, and is named")
    func broken() async throws {
        await #expect(throws: RenderFault.self) { _ = try await render("{{#open}}") }
    }

    @Test("templates look behind a dot at the site alone, where what is missing is reported")
    func dots() throws {
        let root = Site.resources.appending(path: "Templates")
        let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".mustache") }
        #expect(files.count > 50)
        for file in files {
            let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
            for found in text.matches(of: /\{\{[\{#^\/]?\s*(\w+)\.\w/) { #expect(found.output.1 == "site", "\(file)") }
        }
    }

    private func render(_ text: String, _ page: some Sendable = Page()) async throws -> (
        html: String, missing: Set<String>
    ) {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(text.utf8).write(to: folder.appending(path: "page.mustache"))
        let renderer = try await PageRenderer(templates: folder)
        let frame = SiteFrame(
            pageTitle: "", signedIn: true, name: "Sam", roleTitle: "", organisationName: nil, navigation: [],
            formToken: "", flash: nil, demonstration: false, idleSeconds: nil, holdsSeveralRoles: false, path: "/",
            elsewhere: nil, standsAt: nil)
        return (try renderer.render("page", page: page, site: frame), renderer.missingNames)
    }
}
