import Accounts
import Database
import Directory
import Exchange
import Foundation
import Outbox
import Students
import Vocabulary

/// Where the demonstration's past is played: the real stores, a clock that is moved through the weeks, and who is who.
struct Stage: Sendable {
    let engine: any Engine
    let keys: KeyRing
    let clock: MovableClock
    let moments: Moments
    let accounts: AccountStore
    let directory: DirectoryStore
    let drafts: DraftStore
    let exchanges: ExchangeStore
    let students: StudentsStore
    let retention: RetentionStore
    let systems: RecordSystemStore
    let incoming: IncomingStore
    let endpoints: EndpointStore
    let calendars: CalendarAddressStore
    let props = Props()

    var organisations: [Place: OrganisationID] = [:]
    var services: [Team: ServiceID] = [:]
    var actors: [CastMember: Actor] = [:]
    var people: [DemonstrationStudent: PersonID] = [:]
    var studentActors: [DemonstrationStudent: Actor] = [:]

    /// Cheap on purpose: nobody signs in here with a password, and two dozen are made at the first start.
    static let passwordRounds = 1 << 10

    init(engine: any Engine, keys: KeyRing, now: Date) {
        (self.engine, self.keys, moments) = (engine, keys, Moments(now: now))
        clock = MovableClock(moments.beginning)
        accounts = AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: Self.passwordRounds)
        directory = DirectoryStore(engine: engine, keys: keys, clock: clock)
        drafts = DraftStore(engine: engine, keys: keys, clock: clock)
        exchanges = ExchangeStore(engine: engine, keys: keys, clock: clock)
        students = StudentsStore(engine: engine, keys: keys, clock: clock)
        retention = RetentionStore(engine: engine, keys: keys, clock: clock)
        systems = RecordSystemStore(engine: engine, clock: clock)
        incoming = IncomingStore(engine: engine, keys: keys, clock: clock)
        endpoints = EndpointStore(engine: engine, keys: keys, clock: clock, allowsPrivate: false)
        calendars = CalendarAddressStore(engine: engine, keys: keys, clock: clock)
    }

    func actor(_ member: CastMember) throws -> Actor {
        guard let actor = actors[member] else { throw NotFound("cast member") }
        return actor
    }

    func actor(_ student: DemonstrationStudent) throws -> Actor {
        guard let actor = studentActors[student] else { throw NotFound("student") }
        return actor
    }

    func service(_ team: Team) throws -> ServiceID {
        guard let service = services[team] else { throw NotFound("team") }
        return service
    }

    func organisation(_ place: Place) throws -> OrganisationID {
        guard let organisation = organisations[place] else { throw NotFound("place") }
        return organisation
    }
}
