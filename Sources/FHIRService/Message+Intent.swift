import Crypto
import Exchange
import FHIR
import Vocabulary

extension Message {
    /// What a message wants: something told, or something told before changed or taken back.
    enum Intent {
        case tell(isUpdate: Bool)
        case cancel(isMistake: Bool)
    }

    /// As the Booking and Referral Standard says it: a cancellation is an update whose request is `revoked` or
    /// `entered-in-error`; any other update tells it anew. What tells of an encounter does so in the same way.
    /// - Throws: `FHIRProblem` for a reason of another kind, and for what is no news.
    func intent() throws(FHIRProblem) -> Intent {
        let reasons = header["reason"]?["coding"]?.items ?? []
        let codes = reasons.filter { $0["system"]?.string == FHIRSystem.barsReason }.compactMap { $0["code"]?.string }
        if codes.allSatisfy({ $0 == "new" }) { return try telling(isUpdate: false) }
        guard codes == ["update"] else {
            throw refusal("The reason is new or update; an update whose request is revoked takes it back.")
        }
        switch (focus?["resourceType"]?.string, focus?["status"]?.string) {
        case ("ServiceRequest", "revoked"), ("Encounter", "cancelled"): return .cancel(isMistake: false)
        case ("ServiceRequest", "entered-in-error"), ("Encounter", "entered-in-error"):
            return .cancel(isMistake: true)
        default:
            return try telling(isUpdate: true)
        }
    }

    /// What was taken back, or is not to be done, is no news.
    private func telling(isUpdate: Bool) throws(FHIRProblem) -> Intent {
        let ended: Set = ["revoked", "cancelled", "entered-in-error"]
        let statuses = [focus, encounter].compactMap { $0?["status"]?.string }
        guard ended.isDisjoint(with: statuses), focus?["doNotPerform"]?.boolean != true else {
            throw refusal("It was taken back, or is not to be done. Take a request back by an update of it.")
        }
        return .tell(isUpdate: isUpdate)
    }

    private func refusal(_ words: String) -> FHIRProblem {
        FHIRProblem(.unprocessableContent, .notSupported, words, at: "\(Self.headerPath).reason")
    }

    /// What tells the focus from others of the same system, hashed: its first identifier, or else its id, or else the UUID by
    /// which the bundle knows it; behind an id, of which the same may be another thing's of another kind, its kind. `nil` where
    /// there is nothing of the sort.
    var focusHash: String? {
        guard let reference = header["focus"]?.items?.first, let focus else { return nil }
        let identifier = focus["identifier"]?.items?.first
        let system = identifier?["system"]?.string
        let named = identifier?["value"]?.string.map { "\(system ?? "")|\($0)" }
        let pieces = reference["reference"]?.string.map { $0.split(whereSeparator: { $0 == ":" || $0 == "/" }) }
        guard let name = named ?? focus["id"]?.string ?? pieces?.last.map(String.init) else { return nil }
        let hash = Hex.text(SHA256.hash(data: Array(name.lowercased().utf8)))
        let isItsOwn = named != nil && system != nil
        return isItsOwn ? hash : "\(hash) \(focus["resourceType"]?.string ?? "")"
    }
}
