import Foundation

/// The exchanges of the demonstration, in every state, over the past weeks.
struct Stories: Sendable {
    let moments: Moments

    var all: [Story] {
        rowan + leeds + moreOfLeeds + beckett + moreOfBeckett + arts + trinity + yorkStJohn + untold + handedIn
    }
}
