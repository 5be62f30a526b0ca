import Accounts
import Database
import Delivery
import Directory
import Exchange
import MESH
import OpenID
import Outbox
import Students
import Vocabulary

/// Every store of an installation, once, on its ground.
struct Stores: Sendable {
    let accounts: AccountStore
    let door: LocalAccounts
    let sessions: SessionStore
    let secondFactor: SecondFactor
    let invitations: InvitationStore
    let identities: IdentityStore
    let providers: ProviderStore
    let attempts: AttemptStore
    let directory: DirectoryStore
    let index: DirectoryIndex
    let students: StudentsStore
    let exchanges: ExchangeStore
    let drafts: DraftStore
    let retention: RetentionStore
    let systems: RecordSystemStore
    let incoming: IncomingStore
    let deliveries: DeliveryStore
    let endpoints: EndpointStore
    let mesh: MESHStore
    let calendars: CalendarAddressStore
    let requestCounts: RequestCounts

    init(_ ground: Ground, _ settings: Settings, passwordRounds: Int) {
        let (engine, keys, clock) = (ground.engine, ground.keys, ground.clock)
        accounts = AccountStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        door = LocalAccounts(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        sessions = SessionStore(engine: engine, keys: keys, clock: clock, limits: settings.sessionLimits)
        secondFactor = SecondFactor(engine: engine, keys: keys, clock: clock)
        invitations = InvitationStore(engine: engine, keys: keys, clock: clock, passwordRounds: passwordRounds)
        identities = IdentityStore(engine: engine, keys: keys, clock: clock)
        providers = ProviderStore(engine: engine, keys: keys, clock: clock)
        attempts = AttemptStore(engine: engine, keys: keys, clock: clock)
        directory = DirectoryStore(engine: engine, keys: keys, clock: clock)
        index = DirectoryIndex(directory)
        students = StudentsStore(engine: engine, keys: keys, clock: clock)
        exchanges = ExchangeStore(engine: engine, keys: keys, clock: clock)
        drafts = DraftStore(engine: engine, keys: keys, clock: clock)
        retention = RetentionStore(engine: engine, keys: keys, clock: clock)
        systems = RecordSystemStore(engine: engine, clock: clock)
        incoming = IncomingStore(engine: engine, keys: keys, clock: clock)
        deliveries = DeliveryStore(engine: engine, clock: clock)
        endpoints = EndpointStore(
            engine: engine, keys: keys, clock: clock, allowsPrivate: settings.endpointLine.allowsPrivate)
        mesh = MESHStore(engine: engine, clock: clock, mailbox: settings.mesh?.mailbox)
        calendars = CalendarAddressStore(engine: engine, keys: keys, clock: clock)
        requestCounts = RequestCounts(engine: engine, keys: keys)
    }
}

extension Settings {
    /// How long somebody may leave a page alone and still be signed in.
    var sessionLimits: SessionLimits {
        SessionLimits(staffIdle: Double(staffIdleMinutes) * 60, studentIdle: Double(studentIdleMinutes) * 60)
    }
}
