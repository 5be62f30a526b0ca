/// What an object must look like: a resource, a datatype or a part of one.
final class Shape: Sendable {
    enum Kind: String {
        case resource, complex, backbone
        case abstractResource = "abstract-resource"
        case abstractComplex = "abstract-complex"
    }

    let name: String
    let kind: Kind
    /// What it inherits comes first, so that an element keeps its number in everything that inherits it. At most 64.
    let elements: [Element]
    /// By the name in JSON: `deceasedBoolean` and `_deceasedBoolean` lead to the same element.
    let slots: [String: Slot]
    /// A bit for each element that must occur.
    let mandatory: UInt64
    let rules: [Rule]

    init(name: String, kind: Kind, elements: [Element], slots: [String: Slot], rules: [Rule]) {
        (self.name, self.kind, self.elements, self.slots) = (name, kind, elements, slots)
        self.rules = rules
        mandatory = elements.indices.reduce(0) { elements[$1].minimum > 0 ? $0 | 1 << UInt64($1) : $0 }
    }
}

/// An element of a shape.
struct Element: Sendable {
    /// Without `[x]`, as FHIRPath names it.
    let name: String
    let minimum: Int
    /// Whether its name in JSON ends with one of several types.
    let hasChoice: Bool
}

/// What stands under one name in JSON.
final class Slot: Sendable {
    enum Content {
        case primitive(Primitive)
        /// An object of the shape with this number.
        case object(Int)
        /// Any resource, standing by itself.
        case resource
        /// Any resource, as a part of the one around it.
        case contained
    }

    /// The number of the element in the shape.
    let element: Int
    let name: String
    let repeats: Bool
    let type: String
    let content: Content
    /// Whether this is the object beside a primitive that holds its id and extensions: `_birthDate`.
    let isBeside: Bool
    let valueSet: ValueSet?
    /// Types that a reference may point to; empty when any, `nil` for what is no reference.
    let targets: Set<String>?

    init(
        element: Int, name: String, repeats: Bool, type: String, content: Content, isBeside: Bool, valueSet: ValueSet?,
        targets: Set<String>?
    ) {
        (self.element, self.name, self.repeats, self.type) = (element, name, repeats, type)
        (self.content, self.isBeside, self.valueSet, self.targets) = (content, isBeside, valueSet, targets)
    }
}
