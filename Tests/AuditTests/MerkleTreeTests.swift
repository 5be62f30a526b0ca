import Crypto
import Foundation
import Testing

@testable import Audit

@Suite("The Merkle tree of a seal")
struct MerkleTreeTests {
    private static let leaves = (0..<70).map { number in Data([UInt8(number)]).withUnsafeBytes { Fingerprint(of: $0) } }

    /// RFC 6962, section 2.1, word by word.
    private static func definition(_ leaves: ArraySlice<Fingerprint>) -> Data {
        if leaves.isEmpty { return Data(SHA256.hash(data: Data())) }
        if leaves.count == 1 { return leaves[leaves.startIndex].data }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        let (left, right) = (definition(leaves.prefix(split)), definition(leaves.dropFirst(split)))
        return Data(SHA256.hash(data: Data([1]) + left + right))
    }

    @Test("its root is that of the definition, for every size")
    func root() {
        for size in 0...70 {
            #expect(MerkleTree.root(of: Self.leaves.prefix(size)).data == Self.definition(Self.leaves.prefix(size)))
        }
    }

    @Test("the path of each leaf leads to the root from its own place alone")
    func path() {
        for size in 1...33 {
            let leaves = Self.leaves.prefix(size)
            let root = MerkleTree.root(of: leaves)
            for index in 0..<size {
                let path = MerkleTree.path(to: index, in: leaves)
                for place in -1...size {
                    let found = MerkleTree.root(from: leaves[index], at: place, of: size, by: path[...])
                    #expect((found == root) == (place == index), "\(index) of \(size), tried at \(place)")
                }
            }
        }
    }
}
