import Accounts
import Vocabulary

/// The keys of a record system as a form gives them: pasted, or the address where they are published.
struct TypedKeys: Sendable {
    let set: PublicKeySet
    let address: KeysAddress?

    /// - Throws: `InvalidInput` on `keys` or `keysAddress`.
    init(_ form: Form) throws(InvalidInput) {
        let (keys, typed) = (TypedText.clean(form["keys"] ?? ""), TypedText.clean(form["keysAddress"] ?? ""))
        guard !typed.isEmpty else {
            (set, address) = (try PublicKeySet(typed: keys), nil)
            return
        }
        guard keys.isEmpty else {
            throw InvalidInput("keysAddress", "Give the keys or their address, and not both.")
        }
        (set, address) = (.none, try KeysAddress(typed: typed))
    }

    static func addressField(_ form: Form, _ faults: FieldFaults) -> TextField {
        TextField(
            "keysAddress", label: "Or the address where the system publishes them", value: form["keysAddress"],
            hint: "It begins with https://. New keys are found there by themselves.", error: faults["keysAddress"])
    }
}
