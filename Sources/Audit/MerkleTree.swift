/// A Merkle tree over leaves that come one by one (RFC 6962, section 2.1); it keeps one node for each power of two.
struct MerkleTree: Sendable {
    private var peaks: [Fingerprint] = []
    private var bytes = HashedBytes()
    private(set) var count = 0

    mutating func add(_ leaf: Fingerprint) {
        peaks.append(leaf)
        count += 1
        for _ in 0..<count.trailingZeroBitCount {
            let right = peaks.removeLast()
            peaks.append(Self.node(peaks.removeLast(), right, &bytes))
        }
    }

    /// The tree's hash; of no leaves at all it is that of nothing.
    var root: Fingerprint {
        var (bytes, peaks) = (bytes, peaks)
        guard var root = peaks.popLast() else { return Fingerprint(of: UnsafeRawBufferPointer(start: nil, count: 0)) }
        while let left = peaks.popLast() { root = Self.node(left, root, &bytes) }
        return root
    }

    static func node(_ left: Fingerprint, _ right: Fingerprint, _ bytes: inout HashedBytes) -> Fingerprint {
        bytes.begin(.node)
        bytes.add(left)
        bytes.add(right)
        return bytes.fingerprint
    }
}

extension MerkleTree {
    /// The hashes beside the way from one leaf up to the root, lowest first (RFC 6962, section 2.1.1).
    static func path(to index: Int, in leaves: ArraySlice<Fingerprint>) -> [Fingerprint] {
        guard leaves.count > 1 else { return [] }
        let (left, right) = (leaves.prefix(split(leaves.count)), leaves.dropFirst(split(leaves.count)))
        return index < left.count
            ? path(to: index, in: left) + [root(of: right)]
            : path(to: index - left.count, in: right) + [root(of: left)]
    }

    /// The root to which `path` leads from a leaf; `nil` where the path does not belong to that place.
    static func root(
        from leaf: Fingerprint, at index: Int, of count: Int, by path: ArraySlice<Fingerprint>
    ) -> Fingerprint? {
        guard (0..<max(count, 0)).contains(index) else { return nil }
        guard count > 1 else { return path.isEmpty ? leaf : nil }
        guard let sibling = path.last else { return nil }
        var bytes = HashedBytes()
        let left = split(count)
        if index < left {
            return root(from: leaf, at: index, of: left, by: path.dropLast()).map { node($0, sibling, &bytes) }
        }
        return root(from: leaf, at: index - left, of: count - left, by: path.dropLast())
            .map { node(sibling, $0, &bytes) }
    }

    static func root(of leaves: some Sequence<Fingerprint>) -> Fingerprint {
        var tree = MerkleTree()
        for leaf in leaves { tree.add(leaf) }
        return tree.root
    }

    /// The largest power of two below `count`, which is 2 or more.
    private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
