import Foundation
import Synchronization
import Vocabulary

/// Something that happened at a moment of the past weeks.
struct Scene: Sendable {
    let at: Date
    /// Which story it belongs to, for whoever mends it.
    var story = ""
    let play: @Sendable (Stage) async throws -> Void
}

/// A scene that the stores refused: the story no longer fits the rules.
struct SceneFault: Error {
    let story: String
    let at: Date
    let cause: String
}

/// The exchanges that the stories have begun, by the story's name.
final class Props: Sendable {
    private let exchanges = Mutex<[String: ExchangeID]>([:])

    func keep(_ id: ExchangeID, of story: String) { exchanges.withLock { $0[story] = id } }

    /// - Throws: `NotFound` where the story's notice was never sent.
    func exchange(of story: String) throws -> ExchangeID {
        guard let id = exchanges.withLock({ $0[story] }) else { throw NotFound("story \(story)") }
        return id
    }
}
