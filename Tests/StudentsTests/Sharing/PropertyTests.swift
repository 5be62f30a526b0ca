import Foundation
import Students
import Testing
import Vocabulary

/// What holds of every set of facts, tried on thousands drawn from a seed.
@Suite("The sharing decision, properties")
struct PropertyTests {
    private static let seeds: [UInt64] = [1, 2, 3, 2026]
    private static let draws = 1_000

    private func each(_ seed: UInt64, _ check: (inout Seeded, SharingFacts) throws -> Void) rethrows {
        var random = Seeded(seed)
        for _ in 0..<Self.draws {
            let facts = random.facts()
            try check(&random, facts)
        }
    }

    private func outcome(_ facts: SharingFacts, at moment: Date = Example.now) -> SharingOutcome {
        SharingRule.decide(facts, at: moment).outcome
    }

    @Test("there is no permit without a basis", arguments: seeds)
    func basis(seed: UInt64) {
        each(seed) { _, facts in
            guard case .share(let categories, let basis, _) = outcome(facts) else { return }
            #expect(!categories.isEmpty && categories.isSubset(of: facts.wanted))
            let said = (facts.consents + [facts.answerNow].compactMap(\.self)).filter { $0.answer == .given }
            switch basis {
            case .consent: #expect(categories.isSubset(of: said.reduce([]) { $0.union($1.categories) }))
            case .safeguarding, .refusalSetAside, .protectingOthers:
                #expect(facts.reasons?.unanswered(on: CalendarDate(Example.now)) == [])
                #expect(facts.age < 18 || facts.atRisk == .yes || facts.riskToOthers == .yes)
            }
        }
    }

    @Test("nobody but an information governance lead of the sender sets a refusal aside", arguments: seeds)
    func override(seed: UInt64) {
        each(seed) { _, facts in
            guard case .share(_, let basis, _) = outcome(facts), basis == .refusalSetAside || basis == .protectingOthers
            else { return }
            #expect(facts.decider == Example.lead)
        }
    }

    @Test("adding a refusal never widens", arguments: seeds)
    func refusal(seed: UInt64) {
        each(seed) { random, facts in
            let before = outcome(facts)
            var refused = facts
            refused.consents.append(random.consent(.refused))
            let after = outcome(refused)
            #expect(after.categories.isSubset(of: before.categories))
            if case .doNotShare = before { #expect(after.isBarred) }
        }
    }

    @Test("a no in place of no answer never widens", arguments: seeds)
    func refusalNow(seed: UInt64) {
        each(seed) { random, facts in
            var asked = facts
            asked.answerNow = nil
            let before = outcome(asked)
            asked.answerNow = Example.answer(.refused, capacity: facts.capacity)
            #expect(outcome(asked).categories.isSubset(of: before.categories))
        }
    }

    @Test("narrowing what is wanted never widens", arguments: seeds)
    func narrowing(seed: UInt64) {
        each(seed) { random, facts in
            var narrower = facts
            narrower.wanted.formIntersection(random.categories())
            let (before, after) = (outcome(facts).categories, outcome(narrower).categories)
            #expect(after == before.intersection(narrower.wanted))
        }
    }

    @Test("time only narrows, and a permit ends when it says", arguments: seeds)
    func time(seed: UInt64) {
        each(seed) { random, facts in
            let now = outcome(facts)
            let later = Example.now + Double(random.next() % 2_000_000)
            #expect(outcome(facts, at: later).categories.isSubset(of: now.categories))
            if case .share(_, _, let until) = now, let until { #expect(Example.now < until) }
        }
    }

    @Test("taking consent back never widens", arguments: seeds)
    func withdrawal(seed: UInt64) {
        each(seed) { random, facts in
            guard let chosen = facts.consents.indices.randomElement(using: &random),
                facts.consents[chosen].answer == .given, facts.consents[chosen].withdrawnAt == nil
            else { return }
            var withdrawn = facts
            withdrawn.consents[chosen].withdrawnAt = Example.now
            #expect(outcome(withdrawn).categories.isSubset(of: outcome(facts).categories))
        }
    }

    @Test("the order of the records does not matter", arguments: seeds)
    func order(seed: UInt64) {
        each(seed) { random, facts in
            var shuffled = facts
            shuffled.consents.shuffle(using: &random)
            #expect(outcome(shuffled) == outcome(facts))
        }
    }
}

extension SharingOutcome {
    fileprivate var isBarred: Bool {
        if case .doNotShare = self { true } else { false }
    }
}
