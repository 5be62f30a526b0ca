import Foundation
import Testing
import Vocabulary

@Suite("What people type")
struct TypedTextTests {
    @Test("NUL and other control characters go, emoji and right-to-left text stay")
    func cleaning() {
        #expect(TypedText.clean("  a\u{0}b\u{7}c \r\nd ") == "abc \nd")
        #expect(TypedText.clean("👩🏽‍🎓 مرحبا") == "👩🏽‍🎓 مرحبا")
    }

    @Test("text that is too long says by how much")
    func tooLong() {
        let fault = FieldFault("name", "Your name must be 5 characters or fewer; it is 2 over.")
        #expect(throws: InvalidInput([fault])) {
            try TypedText.required("seven77", field: "name", called: "your name", most: 5)
        }
    }

    @Test("a family emoji counts as one character")
    func graphemes() throws {
        #expect(try TypedText.required("👨‍👩‍👧‍👦", field: "name", called: "your name", most: 1) == "👨‍👩‍👧‍👦")
        #expect(TypedText.cut(" 👨‍👩‍👧‍👦👩🏽‍🎓 ", to: 1) == "👨‍👩‍👧‍👦")
    }

    @Test("what is cut is cleaned first", arguments: [(3, "abc"), (4, "abcd"), (5, "abcd")])
    func cutting(most: Int, kept: String) {
        #expect(TypedText.cut(" a\u{0}bcd ", to: most) == kept)
    }
}

@Suite("Ids")
struct IdentifierTests {
    @Test(
        "junk is no id",
        arguments: [
            "", "1", "../../etc/passwd", "00000000-0000-0000-0000-00000000000g", "00000000-0000-0000-0000-00000000000A",
            "00000000000000000000000000000000----", "' OR 1=1 --",
        ])
    func junk(text: String) {
        #expect(PersonID(text) == nil)
    }

    @Test("others write their ids in letters of either case; letters beyond f, and a dash elsewhere, are none")
    func otherIDs() {
        #expect(UUIDText.isOne("0193B9a2-9c00-7000-8000-00000000000F"))
        #expect(!UUIDText.isOne("0193B9a2-9c00-7000-8000-00000000000G"))
        #expect(!UUIDText.isOne("0193B9a29-c00-7000-8000-00000000000F"))
        #expect(!UUIDText.isOne("0193B9a2-9c00-7000-8000-00000000000é"))
        #expect(!UUIDText.isOne("{0193B9a2-9c00-7000-8000-0000000000}"))
    }

    @Test("ids made later sort later")
    func order() {
        let early = PersonID(at: .init(timeIntervalSince1970: 1_000_000))
        let late = PersonID(at: .init(timeIntervalSince1970: 1_000_001))
        #expect(early.rawValue < late.rawValue)
        #expect(PersonID(early.rawValue) == early)
    }

    @Test("an id of a digest is the same for the same moment and digest, another for another, and sorts by its moment")
    func digest() {
        let moment = Date(timeIntervalSince1970: 1_000_000)
        let digest = Array(UInt8(1)...32)
        let id = PersonID(at: moment, digest: digest)
        #expect(id == PersonID(at: moment, digest: digest) && id == PersonID(id.rawValue))
        #expect(id != PersonID(at: moment, digest: digest.reversed()) && id != PersonID(at: moment + 1, digest: digest))
        #expect(id.rawValue > PersonID(at: moment - 1).rawValue && id.rawValue < PersonID(at: moment + 1).rawValue)
        #expect(id.rawValue > PersonID.beginning(at: moment))
    }
}
