import Crypto
import FHIR
import Foundation
import Vocabulary

/// Parts of a resource, left out where there is nothing to say, since FHIR allows no empty ones.
func part(_ key: String, _ value: JSONText.Value?) -> JSONText.Member? { value.map { .init(key, $0) } }

func part(_ key: String, text: String?) -> JSONText.Member? {
    guard let text, !text.isEmpty else { return nil }
    return .init(key, .string(text))
}

func part(_ key: String, list: [JSONText.Value]) -> JSONText.Member? {
    list.isEmpty ? nil : .init(key, .array(list))
}

extension JSONText.Value {
    static func coding(_ system: String, _ code: String, _ display: String? = nil) -> Self {
        .object(
            [.init("system", .string(system)), .init("code", .string(code)), part("display", text: display)].compactMap(
                \.self))
    }

    /// A concept with one code, and words for people.
    static func concept(_ system: String, _ code: String, _ text: String) -> Self {
        ["coding": [coding(system, code)], "text": .string(text)]
    }

    static func words(_ text: String) -> Self { ["text": .string(text)] }

    static func reference(_ type: String, _ id: some CustomStringConvertible, _ display: String? = nil) -> Self {
        .object([.init("reference", .string("\(type)/\(id)")), part("display", text: display)].compactMap(\.self))
    }

    static func identifier(_ system: String, _ value: String) -> Self {
        ["system": .string(system), "value": .string(value)]
    }

    static func telecom(_ system: String, _ value: String) -> Self {
        ["system": .string(system), "value": .string(value)]
    }
}

/// What stands for a content.
enum ContentHash {
    static func of(_ value: JSONText.Value) -> String { of(value.utf8()) }

    static func of(_ text: [UInt8]) -> String { Hex.text(SHA256.hash(data: text)) }
}
