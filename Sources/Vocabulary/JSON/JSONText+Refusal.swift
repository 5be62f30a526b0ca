extension JSONText {
    /// Why a text is not JSON, or not JSON that we read. It never quotes the text.
    public struct Refusal: Error, Hashable {
        public let reason: Reason
        public let position: Position
    }

    public enum Reason: String, Sendable, CaseIterable {
        case tooLarge = "The text is larger than is accepted here."
        case tooDeep = "Arrays and objects are nested more than 64 deep."
        case byteOrderMark = "The text begins with a byte order mark, which JSON does not allow."
        case ended = "The text ends in the middle of a value."
        case trailing = "Something follows after the end of the value."
        case notAValue = "A value was expected here: an object, an array, a string, a number, true, false or null."
        case notAKey = "A name in double quotes was expected here."
        case noColon = "A colon was expected here, after a name."
        case noCommaInObject = "A comma or the closing brace of the object was expected here."
        case noCommaInArray = "A comma or the closing bracket of the array was expected here."
        case trailingComma = "A comma stands before the end of an object or array."
        case duplicateKey = "This name occurs a second time in the same object."
        case notANumber = "This number is not written as JSON writes numbers."
        case controlCharacter = "A control character in a string must be written as an escape."
        case badEscape = "This escape is not one that JSON knows."
        case loneSurrogate = "This escape is half of a surrogate pair, without the other half."
        case notUTF8 = "The text is not UTF-8 here."
    }
}
