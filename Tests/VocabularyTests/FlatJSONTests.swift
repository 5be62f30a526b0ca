import Foundation
import Testing
import Vocabulary

@Suite struct FlatJSONTests {
    @Test func namesStandInTheirOrder() {
        #expect(FlatJSON.text([:]) == "{}")
        #expect(FlatJSON.text(["b": "2", "a": "1"]) == #"{"a":"1","b":"2"}"#)
    }

    @Test(arguments: ["", "plain", #"a "word" and a \ stroke"#, "line\nand\ttab\u{0}\u{1F}\u{7F}", "Zoë 🌉 / </script>"])
    func whatIsWrittenIsReadAsItWas(_ value: String) throws {
        let object = ["value": value, value: "as a name"]
        let read = try JSONDecoder().decode([String: String].self, from: Data(FlatJSON.text(object).utf8))
        #expect(read == object)
    }
}
