import CPQ
import Foundation

/// The types of PostgreSQL that the schema uses or that its functions answer with (`pg_type.oid`).
enum PostgreSQLType {
    static let bool: Oid = 16
    static let bytea: Oid = 17
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let float8: Oid = 701
    static let numeric: Oid = 1700
}

/// A value on its way to the server.
struct PostgreSQLParameter {
    let bytes: [UInt8]
    let isBinary: Bool
    let isNull: Bool

    init(_ value: SQLValue, as type: Oid) {
        isNull = value == .null
        switch (value, type) {
        case (.null, _): (bytes, isBinary) = ([], false)
        case (.integer(let number), PostgreSQLType.int8): (bytes, isBinary) = (Self.bigEndian(number), true)
        case (.integer(let number), _): (bytes, isBinary) = (Array(String(number).utf8), false)
        case (.real(let number), PostgreSQLType.float8):
            (bytes, isBinary) = (Self.bigEndian(Int64(bitPattern: number.bitPattern)), true)
        case (.real(let number), _): (bytes, isBinary) = (Array(String(number).utf8), false)
        case (.text(let text), PostgreSQLType.text): (bytes, isBinary) = (Array(text.utf8), true)
        case (.text(let text), _): (bytes, isBinary) = (Array(text.utf8), false)
        case (.blob(let data), _): (bytes, isBinary) = (Array(data), true)
        }
    }

    /// The type to prepare a statement with; 0 lets the server find out.
    static func type(_ value: SQLValue) -> Oid {
        switch value {
        case .null: 0
        case .integer: PostgreSQLType.int8
        case .real: PostgreSQLType.float8
        case .text: PostgreSQLType.text
        case .blob: PostgreSQLType.bytea
        }
    }

    private static func bigEndian(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}

extension SQLValue {
    /// A column of a result in binary format.
    init(_ bytes: UnsafeRawBufferPointer, of type: Oid) {
        self =
            switch type {
            case PostgreSQLType.int8: .integer(bytes.bigEndian(Int64.self))
            case PostgreSQLType.int4: .integer(Int64(bytes.bigEndian(Int32.self)))
            case PostgreSQLType.int2: .integer(Int64(bytes.bigEndian(Int16.self)))
            case PostgreSQLType.bool: .integer(bytes.first == 1 ? 1 : 0)
            case PostgreSQLType.float8: .real(Double(bitPattern: bytes.bigEndian(UInt64.self)))
            case PostgreSQLType.numeric: .numeric(bytes)
            case PostgreSQLType.bytea: .blob(Data(bytes))
            default: .text(String(decoding: bytes, as: UTF8.self))
            }
    }

    /// Sums and averages of whole numbers come as digits to the base of 10,000: count, weight, sign, scale, digits.
    private static func numeric(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        let halves = stride(from: 0, to: bytes.count, by: 2).map { place in
            UnsafeRawBufferPointer(rebasing: bytes[place..<(place + 2)]).bigEndian(Int16.self)
        }
        let (weight, isNegative, scale) = (Int(halves[1]), halves[2] != 0, halves[3])
        var value = 0.0
        var whole: Int64 = 0
        for (place, digit) in halves.dropFirst(4).enumerated() {
            value += Double(digit) * pow(10_000, Double(weight - place))
            if place <= weight { whole = whole &* 10_000 &+ Int64(digit) }
        }
        // Zeros at the end are not sent.
        for _ in 0..<max(0, weight + 1 - Int(halves[0])) { whole = whole &* 10_000 }
        if scale == 0 { return .integer(isNegative ? -whole : whole) }
        return .real(isNegative ? -value : value)
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func bigEndian<T: FixedWidthInteger>(_: T.Type) -> T {
        T(bigEndian: loadUnaligned(as: T.self))
    }
}

/// What a statement answered.
struct PostgreSQLAnswer {
    let rows: [Row]
    let changed: Int
    /// Whether a COMMIT found nothing that could be kept.
    let isRolledBack: Bool

    init() { (rows, changed, isRolledBack) = ([], 0, false) }

    init(_ result: OpaquePointer) {
        isRolledBack = String(cString: PQcmdStatus(result)) == "ROLLBACK"
        changed = Int(String(cString: PQcmdTuples(result))) ?? 0
        let width = PQnfields(result)
        guard width > 0 else {
            rows = []
            return
        }
        let columns = RowColumns((0..<width).map { String(cString: PQfname(result, $0)) })
        let types = (0..<width).map { PQftype(result, $0) }
        rows = (0..<PQntuples(result)).map { line in
            Row(columns: columns, values: (0..<width).map { Self.value(result, line, $0, types[Int($0)]) })
        }
    }

    private static func value(_ result: OpaquePointer, _ line: Int32, _ column: Int32, _ type: Oid) -> SQLValue {
        if PQgetisnull(result, line, column) == 1 { return .null }
        let length = Int(PQgetlength(result, line, column))
        return SQLValue(UnsafeRawBufferPointer(start: PQgetvalue(result, line, column), count: length), of: type)
    }
}
