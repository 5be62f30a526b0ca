import Testing
import Vocabulary

@Suite("NHS number")
struct NHSNumberTests {
    @Test(
        "a valid number is read with spaces and hyphens anywhere",
        arguments: ["9434765919", "943 476 5919", "943-476-5919", " 9 434765919 "])
    func valid(typed: String) throws {
        #expect(try NHSNumber(typed).description == "943 476 5919")
    }

    @Test(
        "each way of being wrong has its own words",
        arguments: [
            ("943476591", NHSNumber.Fault.wrongLength(9)), ("94347659190", .wrongLength(11)), ("", .wrongLength(0)),
            ("943476591O", .notADigit("O")), ("9434765918", .checkFailed), ("9437465919", .checkFailed),
            ("٩٤٣٤٧٦٥٩١٩", .notADigit("٩")),
        ])
    func faulty(typed: String, fault: NHSNumber.Fault) {
        #expect(throws: fault) { try NHSNumber(typed) }
    }

    @Test("any single wrong digit is found, and any swap of two neighbours that differ")
    func slips() throws {
        let right = Array("9434765919")
        for position in right.indices {
            for digit in "0123456789" where digit != right[position] {
                var typed = right
                typed[position] = digit
                #expect(throws: NHSNumber.Fault.checkFailed) { try NHSNumber(String(typed)) }
            }
            guard position > 0, right[position] != right[position - 1] else { continue }
            var typed = right
            typed.swapAt(position, position - 1)
            #expect(throws: NHSNumber.Fault.checkFailed) { try NHSNumber(String(typed)) }
        }
    }
}
