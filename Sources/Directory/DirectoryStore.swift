import Audit
import Database
import Foundation
import Vocabulary

/// Organisations, their services, when those are open and who receives what there.
///
/// Everybody on the staff of any organisation may read it (`searchDirectory`); an organisation keeps its own entries.
public struct DirectoryStore: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock

    public init(engine: any Engine, keys: KeyRing, clock: any Clock) {
        (self.engine, self.keys, self.clock) = (engine, keys, clock)
    }
}
