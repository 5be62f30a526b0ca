import Vocabulary

/// A day as three boxes: `{{> forms/date}}`. They are sent as `name-day`, `name-month` and `name-year`.
struct DateField: Sendable {
    let name: String
    let legend: String
    let legendClass: String
    let hint: String?
    let error: String?
    let day: String
    let month: String
    let year: String
    let describedBy: String?
    /// What a browser may fill in: for a birthday of one's own only.
    let isOwnBirthday: Bool

    init(
        _ name: String, legend: String, value: TypedDate = TypedDate(), hint: String? = nil, error: String? = nil,
        isOwnBirthday: Bool = false, size: LabelSize = .small
    ) {
        (self.name, self.legend, legendClass) = (name, legend, size.legend)
        (self.hint, self.error, self.isOwnBirthday) = (hint, error, isOwnBirthday)
        (day, month, year) = (value.day, value.month, value.year)
        describedBy = description(of: name, hint: hint, error: error)
    }
}

extension Form {
    /// The three boxes of a `DateField`, as they were typed.
    func date(_ name: String) -> TypedDate {
        TypedDate(day: self["\(name)-day"], month: self["\(name)-month"], year: self["\(name)-year"])
    }
}
