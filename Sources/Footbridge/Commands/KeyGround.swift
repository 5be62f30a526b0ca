import Database
import Foundation
import Keeping
import Vocabulary

/// What a command about keys stands on: the database, alone or beside the process that serves it, and its ring.
struct KeyGround: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: any Clock
    /// No other process uses the database, nor can while the command runs.
    let isAlone: Bool
    /// Beside a server on SQLite a command can only read: the server writes.
    let mayWrite: Bool

    var keeping: KeyKeeping { KeyKeeping(engine: engine, keys: keys, clock: clock) }
    var resealing: Resealing { Resealing(engine: engine, keys: keys, clock: clock) }

    static func with(_ body: (KeyGround) async throws -> Void) async throws {
        let ground = try await open(try await Settings.read())
        do { try await body(ground) } catch {
            await ground.engine.close()
            throw error
        }
        await ground.engine.close()
    }

    /// - Throws: `KeyFault.missing`, `DatabaseFault.other` where there is no installation: a command about keys makes none;
    ///   `DatabaseFault.foreignSchema` where the schema is not that of this program.
    static func open(_ settings: Settings, clock: any Clock = SystemClock()) async throws -> KeyGround {
        guard FileManager.default.fileExists(atPath: settings.keyRing.path) else {
            throw KeyFault.missing(settings.keyRing.path)
        }
        do {
            let ground = try await Ground.inspect(settings, clock: clock)
            let isAlone = ground.engine.dialect == .sqlite
            return KeyGround(
                engine: ground.engine, keys: ground.keys, clock: clock, isAlone: isAlone, mayWrite: true)
        } catch DatabaseFault.inUse {
            return try await Ground.beside(settings) { engine in
                let keys = try KeyRing(file: settings.keyRing)
                return KeyGround(engine: engine, keys: keys, clock: clock, isAlone: false, mayWrite: false)
            }
        }
    }
}
