import Foundation
import Testing
import Vocabulary

/// Foundation's coders wrote what is kept already: each text of theirs is read here, and each of ours there.
@Suite struct KeptJSONTests {
    @Test func readsWhatFoundationWroteAndWritesWhatFoundationReads() throws {
        for kept in Kept.some {
            let theirs = String(decoding: try JSONEncoder().encode(kept), as: UTF8.self)
            #expect(try KeptJSON.read(from: theirs) == kept)
            let ours = try KeptJSON.text(kept)
            #expect(try KeptJSON.read(from: ours) == kept)
            #expect(try JSONDecoder().decode(Kept.self, from: Data(ours.utf8)) == kept)
        }
    }

    @Test func writesDatesInTheFormOfTheColumn() throws {
        let moment = Date(timeIntervalSince1970: 1_764_380_000.25)
        #expect(try KeptJSON.text([moment], dates: .millisecondsSince1970) == "[1764380000250]")
        #expect(try KeptJSON.text([moment]) == "[786072800.25]")
        #expect(try KeptJSON.read([Date].self, from: "[1764380000250]", dates: .millisecondsSince1970) == [moment])
        #expect(try KeptJSON.read([Date].self, from: "[786072800.25]") == [moment])
    }

    @Test func writesMembersInTheOrderOfTheirType() throws {
        #expect(try KeptJSON.text(Part(name: "a \"b\" \\ \n", weight: nil)) == #"{"name":"a \"b\" \\ \n"}"#)
        #expect(try KeptJSON.text(Part(name: "ä 🌍", weight: 1.5)) == #"{"name":"ä 🌍","weight":1.5}"#)
        #expect(try KeptJSON.text([Part]()) == "[]")
        #expect(try KeptJSON.text([String: Int]()) == "{}")
        #expect(try KeptJSON.text([[1, -2], []]) == "[[1,-2],[]]")
    }

    @Test(arguments: [
        #"{"name":1}"#, #"{"name":null}"#, "{}", "[]", #""name""#, #"{"name":"a","weight":"b"}"#,
        #"{"name":"a","weight":true}"#,
    ])
    func refusesWhatIsNotOfTheTypeWithoutQuotingIt(text: String) {
        #expect { try KeptJSON.read(Part.self, from: text) } throws: { fault in
            fault is DecodingError && !String(describing: fault).contains("\"a\"")
        }
    }

    @Test(arguments: ["", "{", #"{"name":"a"} x"#, #"{"name":"a","name":"b"}"#, #"{"name":'a'}"#])
    func refusesWhatIsNotJSON(text: String) {
        #expect(throws: JSONText.Refusal.self) { try KeptJSON.read(Part.self, from: text) }
    }

    @Test(arguments: [UInt8.max, 255]) func readsNumbersOfTheirSizeAlone(number: UInt8) throws {
        #expect(try KeptJSON.read([UInt8].self, from: "[\(number)]") == [number])
        #expect(throws: DecodingError.self) { try KeptJSON.read([UInt8].self, from: "[\(Int(number) + 1)]") }
        #expect(throws: DecodingError.self) { try KeptJSON.read([UInt8].self, from: "[1.5]") }
    }

    @Test func refusesANumberThatJSONCannotSay() {
        #expect(throws: EncodingError.self) { try KeptJSON.text([Double.nan]) }
        #expect(throws: EncodingError.self) { try KeptJSON.text([Double.infinity]) }
    }
}

private struct Part: Codable, Equatable {
    var name: String
    var weight: Double?
}

/// Every shape that a kept value has somewhere.
private struct Kept: Codable, Equatable {
    enum Colour: String, Codable, CaseIterable, CodingKeyRepresentable { case red, darkGreen }
    enum Choice: Codable, Equatable {
        case known(String)
        case new(name: String, age: Int)
        case nobody
    }

    var parts: [Part] = []
    var colour: Colour?
    var colours: Set<Colour> = []
    var byColour: [Colour: String] = [:]
    var byName: [String: [Part]] = [:]
    var choice: Choice = .nobody
    var choices: [Choice?] = []
    var at: Date?
    var truth = false
    var truths: [Bool] = []
    var small: Int8 = -3
    var whole: UInt64 = .max
    var share = 0.1
    var nested: [[Int?]] = []

    static let some = [
        Kept(),
        Kept(
            parts: [Part(name: "", weight: -0.0), Part(name: "\u{0}\u{1F}\u{7F}\"\\/\u{2028}é𝄞", weight: 1e300)],
            colour: .darkGreen, colours: [.red, .darkGreen], byColour: [.red: "r", .darkGreen: "g"],
            byName: ["": [], "a b": [Part(name: "c", weight: 1e-7)]], choice: .new(name: "n", age: 20),
            choices: [.known("k"), nil, .nobody], at: Date(timeIntervalSince1970: 1_764_380_000.123),
            truth: true, truths: [true, false], small: 127, whole: 0, share: 12_345.678_9, nested: [[1, nil], [], [2]]),
    ]
}
