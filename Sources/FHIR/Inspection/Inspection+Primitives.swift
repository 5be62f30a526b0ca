import Vocabulary

extension Inspection {
    mutating func primitive(_ value: JSONText.Value, _ primitive: Primitive, _ slot: Slot) {
        switch (primitive.written, value.content) {
        case (.boolean, .boolean): return
        case (.number, .number(let text)): form(text, primitive, at: value.position)
        case (.string, .string(let text)):
            form(text, primitive, at: value.position)
            if primitive.isAddress, text.hasPrefix("#") { container.referredTo.insert(String(text.dropFirst())) }
            if let valueSet = slot.valueSet, !valueSet.contains(text) { notIn(valueSet, at: value.position) }
        default:
            report(
                .structure, "This must be a JSON \(primitive.written.rawValue) (\(primitive.rawValue)).",
                at: value.position)
        }
    }

    private mutating func form(_ text: String, _ primitive: Primitive, at position: JSONText.Position) {
        if primitive == .xhtml { return narrative(text, at: position) }
        if !primitive.accepts(text) {
            report(.value, "This is not a valid \(primitive.rawValue): \(primitive.form).", at: position)
        } else if primitive.isProse {
            prose(text, at: position)
        }
    }

    /// What FHIR says of strings and markdown: at most 1 MB; blanks alone and control characters are only discouraged.
    private mutating func prose(_ text: String, at position: JSONText.Position) {
        if text.utf8.count > 1 << 20, text.unicodeScalars.count > 1 << 20 {
            report(.tooLong, "A string must not be longer than 1,048,576 characters.", at: position)
        }
        var isBlank = true
        var hasControl = false
        for byte in text.utf8 {
            if byte > 0x20 {
                isBlank = false
            } else {
                hasControl = hasControl || byte < 0x20 && ![9, 10, 13].contains(byte)
            }
        }
        if hasControl {
            report(.value, "A string should not contain control characters.", at: position, severity: .warning)
        } else if isBlank {
            report(.value, "A string should not consist of blanks alone.", at: position, severity: .warning)
        }
    }

    mutating func notIn(_ valueSet: ValueSet, at position: JSONText.Position) {
        let allowed = valueSet.spoken.map { ": \($0)" } ?? ""
        report(.codeInvalid, "The code must be one of \(valueSet.name)\(allowed).", at: position)
    }

    /// A concept, coding or quantity whose code must come from a value set. Of a concept, one coding must.
    mutating func coded(_ value: JSONText.Value, _ valueSet: ValueSet) {
        let codings = value["coding"]?.items ?? [value]
        let isThere = codings.contains { coding in
            guard let code = coding["code"]?.string, let system = coding["system"]?.string else { return false }
            return valueSet.contains(code, of: system)
        }
        if !isThere { notIn(valueSet, at: value.position) }
    }
}
