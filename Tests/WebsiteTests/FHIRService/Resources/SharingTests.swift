import Accounts
import Exchange
import FHIR
import Foundation
import Students
import TestSupport
import Testing
import Vocabulary

@testable import FHIRService
@testable import Footbridge
@testable import Website

@Suite("Whatever was decided about sharing")
struct SharingTests {
    private static let types = ["Task", "ServiceRequest", "Patient", "Encounter", "Communication", "Provenance"]

    /// Some of the 127 ways in which at least one category is let through; one bit stands for one.
    private static let decisions = Set((0..<16).map { _ in Int.random(in: 1...127) })

    @Test("what was left out is nowhere to be found, and what was let through is there", arguments: decisions)
    func leftOut(decision: Int) async throws {
        let shared = Set(
            InformationCategory.allCases.enumerated().filter { decision >> $0.offset & 1 == 1 }.map(\.element))
        try await ConnectedSystem.with { trust in
            let (world, university) = (trust.world, try await trust.university())
            let contents = Dictionary(uniqueKeysWithValues: shared.map { ($0, "The words on \($0.rawValue).") })
            let id = try await world.send(telling: contents)
            _ = try await world.sam.get("/exchanges/\(id)")
            for system in [university, trust] {
                let request = try await system.read("ServiceRequest/\(id)").value
                let notes = (request["note"]?.items ?? []).compactMap { note in
                    note["extension"]?.items?.first?["valueCode"]?.string.flatMap(InformationCategory.init)
                }
                #expect(Set(notes) == shared)
                #expect(try await system.read("Encounter").total == (shared.contains(.contactHappened) ? 1 : 0))
                #expect(
                    try await (system.fhir("Encounter/\(id)").status == 200) == shared.contains(.contactHappened))
                for type in Self.types {
                    let answer = try await system.fhir("\(type)?_count=100").body
                    for category in Set(InformationCategory.allCases).subtracting(shared) {
                        #expect(!answer.contains(category.rawValue) && !answer.contains(category.title), "\(type)")
                    }
                }
            }
        }
    }
}
