import FHIR
import Foundation
import Testing
import Vocabulary

@Suite("The text of a resource for people to read")
struct NarrativeTests {
    private func codes(_ xhtml: String) throws -> [IssueType] {
        let text: JSONText.Value = ["status": "generated", "div": .string(xhtml)]
        return Corpus.definitions.faults(in: ["resourceType": "Patient", "text": text]).map(\.code)
    }

    private func codes(inside xhtml: String) throws -> [IssueType] {
        try codes("<div xmlns=\"http://www.w3.org/1999/xhtml\">\(xhtml)</div>")
    }

    @Test(
        "formatting, links, local images and plain styles are accepted",
        arguments: [
            "<p class='a' id=\"b\" title='1 &gt; 2'>x<br/>y &amp; &#233; &#xE9;</p>", "<!-- a note -->x",
            "<table border='1'><tbody><tr><td colspan='2' style='color: red; width: 50%'>x</td></tr></tbody></table>",
            "<a href='https://www.nhs.uk/'>x</a><a href='mailto:a@b.c'>x</a>", "<a href='tel:111'>x</a>",
            "<address>x</address><kbd>x</kbd>",
            "<a href='#x' name='y'>x</a><a href='Patient/1'>x</a>",
            "<img src=\"#photo\" alt=\"x\"/>", "<img src='data:image/png;base64,AAAA' alt=''/>",
            "<ul ><li>é 🎓</li ></ul>",
        ])
    func accepted(xhtml: String) throws {
        #expect(try codes(inside: xhtml) == [])
    }

    @Test(
        "what acts, embeds, loads or calls home is refused as a matter of security",
        arguments: [
            "<script>x</script>", "<SCRIPT>x</SCRIPT>", "<style>x</style>", "<iframe>x</iframe>", "<object>x</object>",
            "<form>x</form>",
            "<p onclick=\"x\">x</p>", "<p ONCLICK='x'>x</p>", "<img src='#x' alt='' onerror='x'/>", "<svg>x</svg>",
            "<x:p>x</x:p>",
            "<a href=\"javascript:x\">x</a>", "<a href=\"JaVa&#x09;Script:x\">x</a>",
            "<a href=' &#106;avascript:x'>x</a>",
            "<a href='data:text/html,x'>x</a>", "<a href='vbscript:x'>x</a>", "<p xlink:href='x'>x</p>",
            "<img src='https://example.org/a.png' alt=''/>", "<img src='//example.org/a.png' alt=''/>",
            "<p src='x'>x</p>",
            "<img src='data:image/svg+xml,x' alt=''/>", "<img src='/\\example.org/x' alt=''/>",
            "<p background='x'>x</p>",
            "<p style=\"background: url(https://example.org/a)\">x</p>", "<p style='width: expression(x)'>x</p>",
            "<p style='background: u\\72l(x)'>x</p>", "x &nbsp; y", "x &xxe; y", "<head>x</head>",
            "<!--><script>x</script>-->x",
            "<!---><img src='x' onerror='x'/>-->x", "<link/>x",
        ])
    func security(xhtml: String) throws {
        #expect(try codes(inside: xhtml) == [.security])
    }

    @Test(
        "declarations, which could name files and addresses, are refused and never followed",
        arguments: [
            "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><div xmlns='http://www.w3.org/1999/xhtml'>&x;</div>",
            "<?xml version=\"1.0\"?><div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><![CDATA[<script>]]></div>",
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><?php x?>x</div>",
        ])
    func declarations(xhtml: String) throws {
        #expect(try codes(xhtml) == [.security])
    }

    @Test(
        "what is not well-formed is refused",
        arguments: [
            "<p>x", "x</p>", "<p>x</b>", "<p><b>x</p></b>", "<p class=a>x</p>", "<p class>x</p>",
            "<p a='1' a='2'>x</p>", "a & b",
            "a < b", "<p title='<'>x</p>", "<p title='x>x</p>", "<p title='a'class='b'>x</p>", "&#0;", "&#xD800;",
            "&#x110000;", "&#;",
            "<!-- a -- b -->x", "<!-- a", "\u{1}", "<p/ >x", "< p>x</p>",
        ])
    func malformed(xhtml: String) throws {
        #expect(try codes(inside: xhtml).contains(.invalid))
    }

    @Test(
        "it is one div of XHTML, with something in it",
        arguments: [
            ("x", .invalid), ("<p>x</p>", .invalid), ("<div>x</div>", .invalid),
            ("<div xmlns='http://example.org'>x</div>", .invalid),
            ("<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>y", .invalid), ("<divx>x</divx>", .security),
            ("<div xmlns=\"http://www.w3.org/1999/xhtml\"> <p/> </div>", .invariant),
            ("<div xmlns=\"http://www.w3.org/1999/xhtml\"/>", .invariant),
        ] as [(String, IssueType)])
    func root(xhtml: String, code: IssueType) throws {
        #expect(try codes(xhtml).contains(code))
    }

    @Test("each kind of fault is said once, and together with the others")
    func together() throws {
        #expect(
            try codes(inside: "<script>x</script><script>x</script><p onclick='x'>&nbsp;</p>") == [
                .security, .security, .security,
            ])
    }

    @Test("a hundred thousand open elements are refused without harm")
    func deep() throws {
        #expect(try codes(inside: String(repeating: "<b>", count: 100_000)) == [.invalid])
    }
}
