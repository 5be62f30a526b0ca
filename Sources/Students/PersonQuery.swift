import Database
import Foundation
import Vocabulary

/// By what somebody is looked for among people whom the caller may know of. What is not said does not matter; all else has to
/// hold.
public struct PersonQuery: Sendable {
    /// Any of these.
    public var numbers: [NHSNumber]?
    public var names: [NameWish] = []
    /// Stretches of time in which the day of birth begins.
    public var born: [MomentRange] = []

    public init() {}

    public func fits(_ person: Person) -> Bool {
        numbers.map { numbers in person.nhsNumber.map(numbers.contains) ?? false } ?? true
            && names.allSatisfy { $0.fits(person) }
            && born.allSatisfy { $0.contains(person.birthDate.start) }
    }
}

/// One thing that is asked of a name: any of the words has to fit.
public struct NameWish: Sendable {
    public enum Part: Sendable { case family, given, any }

    public enum Way: Sendable {
        /// The name, or one word of it, begins so, whatever its case, accents and signs.
        case begins
        /// The same anywhere within the name.
        case contains
        /// The whole name, sign by sign.
        case exactly
    }

    private let part: Part
    private let way: Way
    private let words: [String]

    public init(_ part: Part, _ way: Way, _ words: [String]) {
        (self.part, self.way) = (part, way)
        self.words = way == .exactly ? words : words.map(PersonKey.normalised)
    }

    func fits(_ person: Person) -> Bool {
        switch way {
        case .exactly: words.contains(where: names(of: person).contains)
        case .contains: hasWord(in: names(of: person)) { $0.contains($1) }
        case .begins: hasWord(in: names(of: person) + singleWords(of: person)) { $0.hasPrefix($1) }
        }
    }

    private func hasWord(in names: [String], _ fits: (String, String) -> Bool) -> Bool {
        let plain = names.map(PersonKey.normalised)
        return words.contains { word in plain.contains { fits($0, word) } }
    }

    private func names(of person: Person) -> [String] {
        let reversed = "\(person.familyName) \(person.givenName)"
        return parts(of: person) + (part == .any ? [person.fullName, reversed] : [])
    }

    private func parts(of person: Person) -> [String] {
        switch part {
        case .family: [person.familyName]
        case .given: [person.givenName]
        case .any: [person.familyName, person.givenName]
        }
    }

    /// Of names that have several.
    private func singleWords(of person: Person) -> [String] {
        parts(of: person).flatMap { name in
            let words = name.split { $0.isWhitespace || $0 == "-" }.map(String.init)
            return words.count > 1 ? words : []
        }
    }
}
