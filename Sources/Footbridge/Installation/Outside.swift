import Accounts
import Delivery
import Exchange
import Foundation
import Logging
import OpenID

/// What an installation asks of others while somebody waits: sign-in providers, and record systems for their keys.
struct Outside: Sendable {
    let book: ProviderBook
    let providerDoor: ProviderDoor
    let published: PublishedKeys

    /// - Parameter network: the way to all of them.
    init(_ ground: Ground, _ settings: Settings, _ stores: Stores, _ network: any ProviderFetching) {
        let (clock, students) = (ground.clock, stores.students)
        book = ProviderBook(network: network, clock: clock)
        providerDoor = ProviderDoor(
            providers: stores.providers, identities: stores.identities, invitations: stores.invitations, book: book,
            clock: clock, publicAddress: settings.publicAddress,
            record: { number, born in try await students.ownRecord(nhsNumber: number, born: born) },
            logger: Logger(label: "sign-in"))
        published = PublishedKeys(systems: stores.systems, clock: clock) {
            (address: String) async throws(KeysUnreadable) -> Data in
            do { return try await network.ask(ProviderQuestion(address)) } catch {
                throw KeysUnreadable((error as? ProviderFault)?.words ?? "It could not be asked.")
            }
        }
    }
}
