// Codable asks for each kind of number by itself.

extension KeptJSON.ValueReading {
    func decode(_: Double.Type) throws -> Double { try number() }
    func decode(_: Float.Type) throws -> Float { try number() }
    func decode(_: Int.Type) throws -> Int { try number() }
    func decode(_: Int8.Type) throws -> Int8 { try number() }
    func decode(_: Int16.Type) throws -> Int16 { try number() }
    func decode(_: Int32.Type) throws -> Int32 { try number() }
    func decode(_: Int64.Type) throws -> Int64 { try number() }
    func decode(_: UInt.Type) throws -> UInt { try number() }
    func decode(_: UInt8.Type) throws -> UInt8 { try number() }
    func decode(_: UInt16.Type) throws -> UInt16 { try number() }
    func decode(_: UInt32.Type) throws -> UInt32 { try number() }
    func decode(_: UInt64.Type) throws -> UInt64 { try number() }
}

extension KeptJSON.ObjectReading {
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try number(key) }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { try number(key) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try number(key) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try number(key) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try number(key) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try number(key) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try number(key) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try number(key) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try number(key) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try number(key) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try number(key) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try number(key) }
}

extension KeptJSON.ArrayReading {
    mutating func decode(_: Double.Type) throws -> Double { try number() }
    mutating func decode(_: Float.Type) throws -> Float { try number() }
    mutating func decode(_: Int.Type) throws -> Int { try number() }
    mutating func decode(_: Int8.Type) throws -> Int8 { try number() }
    mutating func decode(_: Int16.Type) throws -> Int16 { try number() }
    mutating func decode(_: Int32.Type) throws -> Int32 { try number() }
    mutating func decode(_: Int64.Type) throws -> Int64 { try number() }
    mutating func decode(_: UInt.Type) throws -> UInt { try number() }
    mutating func decode(_: UInt8.Type) throws -> UInt8 { try number() }
    mutating func decode(_: UInt16.Type) throws -> UInt16 { try number() }
    mutating func decode(_: UInt32.Type) throws -> UInt32 { try number() }
    mutating func decode(_: UInt64.Type) throws -> UInt64 { try number() }
}

extension KeptJSON.ValueWriting {
    func encode(_ number: Double) throws { try pen.writeNumber(number) }
    func encode(_ number: Float) throws { try pen.writeNumber(Double(number)) }
    func encode(_ number: Int) { pen.writeNumber(number) }
    func encode(_ number: Int8) { pen.writeNumber(number) }
    func encode(_ number: Int16) { pen.writeNumber(number) }
    func encode(_ number: Int32) { pen.writeNumber(number) }
    func encode(_ number: Int64) { pen.writeNumber(number) }
    func encode(_ number: UInt) { pen.writeNumber(number) }
    func encode(_ number: UInt8) { pen.writeNumber(number) }
    func encode(_ number: UInt16) { pen.writeNumber(number) }
    func encode(_ number: UInt32) { pen.writeNumber(number) }
    func encode(_ number: UInt64) { pen.writeNumber(number) }
}

extension KeptJSON.ObjectWriting {
    func encode(_ number: Double, forKey key: Key) throws { try member(key).encode(number) }
    func encode(_ number: Float, forKey key: Key) throws { try member(key).encode(number) }
    func encode(_ number: Int, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: Int8, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: Int16, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: Int32, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: Int64, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: UInt, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: UInt8, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: UInt16, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: UInt32, forKey key: Key) { member(key).encode(number) }
    func encode(_ number: UInt64, forKey key: Key) { member(key).encode(number) }
}

extension KeptJSON.ArrayWriting {
    mutating func encode(_ number: Double) throws { try item().encode(number) }
    mutating func encode(_ number: Float) throws { try item().encode(number) }
    mutating func encode(_ number: Int) { item().encode(number) }
    mutating func encode(_ number: Int8) { item().encode(number) }
    mutating func encode(_ number: Int16) { item().encode(number) }
    mutating func encode(_ number: Int32) { item().encode(number) }
    mutating func encode(_ number: Int64) { item().encode(number) }
    mutating func encode(_ number: UInt) { item().encode(number) }
    mutating func encode(_ number: UInt8) { item().encode(number) }
    mutating func encode(_ number: UInt16) { item().encode(number) }
    mutating func encode(_ number: UInt32) { item().encode(number) }
    mutating func encode(_ number: UInt64) { item().encode(number) }
}
