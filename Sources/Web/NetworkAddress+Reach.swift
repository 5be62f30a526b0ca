import Vocabulary

extension NetworkAddress {
    /// As libcurl hands it over.
    init(_ bytes: UnsafePointer<UInt8>?, _ length: Int32) {
        self.init((0..<Int(length)).compactMap { bytes?[$0] })
    }

    func isWithin(_ reach: WebRequest.Reach) -> Bool {
        switch reach {
        case .everybodys: PublicNetwork.includes(bytes)
        case .inside: OwnNetwork.includes(bytes)
        case .anywhere: true
        }
    }
}
