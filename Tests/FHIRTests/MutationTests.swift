import FHIR
import TestSupport
import Testing

@Suite("Messages that were damaged on the way")
struct MutationTests {
    @Test(
        "no damage to any message crashes the reader or the inspection, and the same damage is judged the same",
        arguments: Corpus.files)
    func damage(file: String) throws {
        let bytes = try Corpus.bytes(file)
        var damage = Damage(seed: UInt64(bytes.count) &* 0x9E37_79B9 &+ UInt64(file.utf8.count))
        for _ in 0..<20 {
            let damaged = damage.done(to: bytes)
            #expect(Corpus.verdict(damaged) == Corpus.verdict(damaged))
        }
    }
}
