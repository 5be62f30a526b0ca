/// Whether a byte is one of the digits 0 to 9.
@inlinable
public func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
