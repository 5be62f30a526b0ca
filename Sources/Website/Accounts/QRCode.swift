import CQREncode

/// A QR code as SVG, drawn by libqrencode.
enum QRCode {
    /// - Returns: an `<svg>` element of one path, or `nil` where the text is too long for a QR code.
    static func svg(_ text: String, label: String) -> String? {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        let margin = 4
        var path = ""
        for row in 0..<width {
            for column in 0..<width where code.pointee.data[row * width + column] & 1 == 1 {
                path += "M\(column + margin) \(row + margin)h1v1h-1z"
            }
        }
        let side = width + 2 * margin
        return """
            <svg class="fb-qr" role="img" aria-label="\(label)" viewBox="0 0 \(side) \(side)" width="220" height="220" \
            shape-rendering="crispEdges"><rect width="\(side)" height="\(side)" fill="#fff"/><path d="\(path)"/></svg>
            """
    }
}
