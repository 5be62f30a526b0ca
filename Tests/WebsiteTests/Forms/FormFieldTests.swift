import Foundation
import Mustache
import Testing
import Vocabulary

@testable import Website

@Suite("Form fields")
struct FormFieldTests {
    private func render(_ field: FormField) async throws -> String {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Website/Templates").standardizedFileURL
        let library = try await MustacheLibrary(directory: folder.path)
        return try #require(library.render(PageScope(field), withTemplate: "forms/field"))
    }

    @Test("what was typed comes back, escaped")
    func escapes() async throws {
        let html = try await render(.text(TextField("name", label: "Name", value: "\"><b>Zoë</b> 😀 שלום")))
        #expect(html.contains("value=\"&quot;&gt;&lt;b&gt;Zoë&lt;/b&gt; 😀 שלום\""))
        #expect(html.contains("<label class=\"nhsuk-label nhsuk-label--s\" for=\"name\">Name</label>"))
    }

    @Test("a field that is typed in says what it is called, for whoever signs in again; a secret and a search do not")
    func label() async throws {
        let label = "type=\"hidden\" name=\"why:label\" value=\"Why?\""
        let shown: [FormField] = [
            .text(TextField("why", label: "Why?")), .area(TextArea("why", label: "Why?", most: 9)),
            .date(DateField("why", legend: "Why?")),
        ]
        for field in shown { #expect(try await render(field).contains(label)) }
        for kind in [TextField.Kind.password, .oneTimeCode] {
            #expect(try await !render(.text(TextField("why", label: "Why?", kind: kind))).contains(":label"))
        }
        #expect(try await !render(.text(TextField("why", label: "Why?", isInAddress: true))).contains(":label"))
    }

    @Test("a message stands beside its field and is tied to it")
    func error() async throws {
        let html = try await render(
            .text(TextField("name", label: "Name", hint: "As on the letter", error: "Enter it.")))
        #expect(html.contains("aria-describedby=\"name-hint name-error\" aria-invalid=\"true\""))
        #expect(html.contains("id=\"name-error\""))
        #expect(html.contains("Enter it."))
    }

    @Test("a field without fault or hint shows neither")
    func plain() async throws {
        let html = try await render(.text(TextField("name", label: "Name")))
        #expect(!html.contains("error"))
        #expect(!html.contains("hint"))
    }

    @Test("the error summary links to the field, whose first control carries its name as id")
    func links() async throws {
        #expect(ErrorSummary([FieldFault("route", "Choose how.")]).lines.map(\.field) == ["route"])
        let radios = Choices("route", legend: "How?", [.init("spoken", "Spoken"), .init("written", "Written")])
        let html = try await render(.radios(radios))
        #expect(html.contains("id=\"route\" name=\"route\" type=\"radio\" value=\"spoken\""))
        #expect(html.contains("id=\"route-2\" name=\"route\" type=\"radio\" value=\"written\""))
        let date = try await render(.date(DateField("bornOn", legend: "Born", value: TypedDate(day: "31", month: "2"))))
        #expect(date.contains("id=\"bornOn\" name=\"bornOn-day\" type=\"text\" inputmode=\"numeric\" value=\"31\""))
    }

    @Test("what a chosen answer reveals is in the page, and is hidden by script only while it is not chosen")
    func reveals() async throws {
        let more = FormField.text(TextField("why", label: "Why?"))
        let choices: [Choices.Choice] = [.init("yes", "Yes"), .init("no", "No", reveals: [more])]
        let closed = try await render(.radios(Choices("may", legend: "May we?", choices, chosen: ["yes"])))
        #expect(
            closed.contains("class=\"nhsuk-radios__conditional nhsuk-radios__conditional--hidden\" id=\"may-2-more\""))
        #expect(closed.contains("name=\"why\""))
        let open = try await render(.radios(Choices("may", legend: "May we?", choices, chosen: ["no"])))
        #expect(open.contains("class=\"nhsuk-radios__conditional\" id=\"may-2-more\""))
        #expect(open.contains("value=\"no\" checked data-reveals=\"may-2-more\""))
    }

    @Test("checkboxes may be several, one of which excludes the others")
    func checkboxes() async throws {
        let boxes = Choices(
            "ask", legend: "Ask for", [.init("a", "A"), .init("b", "B"), .init("none", "Nothing", isExclusive: true)],
            chosen: ["a", "b"])
        let html = try await render(.checkboxes(boxes))
        #expect(html.contains("value=\"a\" checked"))
        #expect(html.contains("value=\"b\" checked"))
        #expect(html.contains("value=\"none\" data-checkbox-exclusive>"))
        #expect(html.contains("nhsuk-checkboxes__item"))
    }

    @Test("a long text keeps its lines and tells how long it may be")
    func area() async throws {
        let html = try await render(.area(TextArea("note", label: "Note", value: "one\n two\n", most: 800)))
        #expect(html.contains(">one\n two\n</textarea>"))
        #expect(html.contains("data-maxlength=\"800\""))
        #expect(html.contains("up to 800 characters"))
    }

    @Test("a select marks what was chosen")
    func select() async throws {
        let html = try await render(.select(SelectField("on", label: "On", [("1", "One"), ("2", "Two")], chosen: "2")))
        #expect(html.contains("<option value=\"2\" selected>Two</option>"))
    }
}
