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

    let part: Part
    let way: Way
    let words: [String]

    public init(_ part: Part, _ way: Way, _ words: [String]) { (self.part, self.way, self.words) = (part, way, words) }

    func fits(_ person: Person) -> Bool {
        let names = names(of: person)
        switch way {
        case .exactly: return words.contains(where: names.contains)
        case .contains:
            let plain = names.map(PersonKey.normalised)
            return words.map(PersonKey.normalised).contains { word in plain.contains { $0.contains(word) } }
        case .begins:
            let single = names.flatMap { $0.split { $0.isWhitespace || $0 == "-" }.map(String.init) }
            let plain = (names + single).map(PersonKey.normalised)
            return words.map(PersonKey.normalised).contains { word in plain.contains { $0.hasPrefix(word) } }
        }
    }

    private func names(of person: Person) -> [String] {
        switch part {
        case .family: [person.familyName]
        case .given: [person.givenName]
        case .any:
            [person.familyName, person.givenName, person.fullName, "\(person.familyName) \(person.givenName)"]
        }
    }
}
