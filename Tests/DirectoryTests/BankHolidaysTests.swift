import Testing
import Vocabulary

@testable import Directory

@Suite("Bank holidays")
struct BankHolidaysTests {
    @Test(
        "Easter falls where the almanac says",
        arguments: [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2000, 4, 23)]
    )
    func easter(_ year: Int, _ month: Int, _ date: Int) {
        #expect(BankHolidays.easter(in: year) == day(year, month, date))
    }

    @Test("England and Wales in 2026 and 2027, with substitutes for Boxing Day and Christmas")
    func england() {
        let expected = [
            day(2026, 1, 1), day(2026, 4, 3), day(2026, 4, 6), day(2026, 5, 4), day(2026, 5, 25), day(2026, 8, 31),
            day(2026, 12, 25), day(2026, 12, 28),
        ]
        #expect(BankHolidays.days(in: 2026, of: .england).sorted() == expected)
        #expect(BankHolidays.days(in: 2026, of: .wales) == BankHolidays.days(in: 2026, of: .england))
        let christmas = BankHolidays.days(in: 2027, of: .england).filter { $0.month == 12 }.sorted()
        #expect(christmas == [day(2027, 12, 27), day(2027, 12, 28)])
    }

    @Test("when Christmas is a Sunday, Boxing Day is kept on the Monday and Christmas on the Tuesday")
    func christmasOnSunday() {
        let days = BankHolidays.days(in: 2022, of: .england).filter { $0.month == 12 }.sorted()
        #expect(days == [day(2022, 12, 26), day(2022, 12, 27)])
    }

    @Test("Scotland keeps 2 January, early August and St Andrew's Day, and not Easter Monday")
    func scotland() {
        let days = BankHolidays.days(in: 2027, of: .scotland)
        #expect(days.contains(day(2027, 1, 4)))  // 2 January 2027 is a Saturday
        #expect(days.contains(day(2027, 8, 2)))
        #expect(days.contains(day(2027, 11, 30)))
        #expect(!days.contains(day(2027, 3, 29)))
        #expect(!days.contains(day(2027, 8, 30)))
    }

    @Test("Northern Ireland keeps St Patrick's Day and the Twelfth, on the Monday after a weekend")
    func northernIreland() {
        let days = BankHolidays.days(in: 2026, of: .northernIreland)
        #expect(days.contains(day(2026, 3, 17)))
        #expect(days.contains(day(2026, 7, 13)))  // 12 July 2026 is a Sunday
        #expect(days.count == 10)
    }

    @Test("days given or moved by proclamation")
    func proclaimed() {
        #expect(BankHolidays.contains(day(2020, 5, 8), in: .england))
        #expect(!BankHolidays.contains(day(2020, 5, 4), in: .england))
        #expect(BankHolidays.contains(day(2023, 5, 8), in: .scotland))
    }

    @Test("no bank holiday is ever a Saturday or Sunday, and each nation has as many every ordinary year")
    func properties() {
        for nation in Nation.allCases {
            let usual = [Nation.england: 8, .wales: 8, .scotland: 9, .northernIreland: 10][nation]
            for year in 2024...2060 {
                let days = BankHolidays.days(in: year, of: nation)
                #expect(days.count == usual)
                #expect(days.allSatisfy { $0.weekday.rawValue <= 5 && $0.year == year })
            }
        }
    }
}
