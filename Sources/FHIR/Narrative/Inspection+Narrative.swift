import Vocabulary

extension Inspection {
    /// The text of a narrative: each kind of fault once.
    mutating func narrative(_ text: String, at position: JSONText.Position) {
        var text = text
        let flaws = text.withUTF8 { bytes in
            var reader = NarrativeReader(bytes)
            return reader.flaws()
        }
        for flaw in flaws {
            report(flaw.code, "The narrative cannot be accepted: \(flaw.rawValue)", at: position)
        }
    }
}

/// What a narrative must not be (http://hl7.org/fhir/R4/narrative.html, txt-1 and txt-2).
enum NarrativeFlaw: String, Error, CaseIterable {
    case malformed = "it is not well-formed XML."
    case root = "it must be one div in the namespace of XHTML."
    case empty = "it must hold text or an image (txt-2)."
    case declaration = "it must not have a DOCTYPE, a CDATA section or a processing instruction."
    case comment = "it has a comment that a browser would end early."
    case entity = "it must not use entities other than those of XML; write the character instead."
    case element = "it uses an element that is not allowed (txt-1)."
    case attribute = "it uses an attribute that is not allowed (txt-1)."
    case address = "it has a link that is neither http, https, mailto, tel nor local."
    case image = "its images must be inside the message, so that nobody outside learns that it was read."
    case style = "its styles must not load anything or hold escapes."

    var code: IssueType {
        switch self {
        case .malformed, .root: .invalid
        case .empty: .invariant
        default: .security
        }
    }
}
