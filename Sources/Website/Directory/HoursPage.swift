import Directory
import Vocabulary

/// Opening hours as they are typed: a line of text for each day of each period, named `term.1` for Monday in term.
struct HoursForm: Sendable {
    let typed: [String: String]

    init(_ hours: [OpeningHours]) {
        typed = Dictionary(grouping: hours, by: { Self.field($0.period, $0.weekday) }).mapValues(OpeningHoursText.write)
    }

    init(_ form: Form) {
        typed = Dictionary(Self.all.map { ($0, form[$0] ?? "") }, uniquingKeysWith: { first, _ in first })
    }

    /// - Throws: `InvalidInput` for each line that is not understood.
    func read() throws(InvalidInput) -> [OpeningHours] {
        var (hours, faults): ([OpeningHours], [FieldFault]) = ([], [])
        for period in HoursPeriod.allCases {
            for day in Weekday.allCases {
                let field = Self.field(period, day)
                do { hours += try OpeningHoursText.read(typed[field] ?? "", day, period, field: field) } catch {
                    faults += error.faults
                }
            }
        }
        if !faults.isEmpty { throw InvalidInput(faults) }
        return hours
    }

    static func field(_ period: HoursPeriod, _ day: Weekday) -> String { "\(period.rawValue).\(day.rawValue)" }

    private static let all = HoursPeriod.allCases.flatMap { period in Weekday.allCases.map { field(period, $0) } }
}

/// The page on which hours are typed; periods that hold nothing are folded.
struct HoursPage: Sendable {
    let heading: String
    let action: String
    let groups: [Group]
    /// What follows of having no hours at all, where that has to be confirmed.
    let noHours: String?
    let errorSummary: ErrorSummary?

    struct Group: Sendable {
        let title: String
        let hint: String
        let isOpen: Bool
        let days: [TextField]
    }

    init(_ service: CareService, _ form: HoursForm, _ faults: FieldFaults) {
        heading = "When \(service.name) is open"
        action = "/directory/services/\(service.id)/hours"
        groups = HoursPeriod.allCases.map { Group($0, form, faults) }
        noHours = faults["none"]
        errorSummary = faults.summary
    }
}

extension HoursPage.Group {
    init(_ period: HoursPeriod, _ form: HoursForm, _ faults: FieldFaults) {
        let fields = Weekday.allCases.map { (HoursForm.field(period, $0), $0) }
        (title, hint) = (period.title, Self.hint(period))
        isOpen = period == .always || fields.contains { !(form.typed[$0.0] ?? "").isEmpty || faults[$0.0] != nil }
        days = fields.map { field, day in
            TextField(
                field, label: day.name, value: form.typed[field], error: faults[field], width: .twenty, size: .plain
            )
        }
    }

    private static func hint(_ period: HoursPeriod) -> String {
        switch period {
        case .always: "On every ordinary day, unless you enter other hours for term or vacation below."
        case .term: "In place of the hours above, on days in term."
        case .vacation: "In place of the hours above, on days outside term."
        case .bankHoliday: "On bank holidays. Leave it empty if you are shut on them."
        }
    }
}

/// Spans of days that have a name (closures, terms), with a form for one more.
struct SpansPage: Sendable {
    let heading: String
    let lead: String
    let action: String
    let back: Link
    let spans: [Span]
    let hasSpans: Bool
    let name: TextField
    let fromOn: DateField
    let toOn: DateField
    let errorSummary: ErrorSummary?

    struct Span: Sendable {
        let name: String
        let days: String
        let removal: String

        init(_ name: String, _ from: CalendarDate, _ to: CalendarDate, _ action: String) {
            (self.name, removal) = (name, "\(action)/\(from)/removal")
            days = from == to ? from.spoken : "\(from.spoken) to \(to.spoken)"
        }
    }

    init(
        heading: String, lead: String, action: String, back: Link, spans: [Span], name: String, nameLabel: String,
        visit: Visit, faults: FieldFaults
    ) {
        (self.heading, self.lead, self.action, self.back) = (heading, lead, action, back)
        (self.spans, hasSpans) = (spans, !spans.isEmpty)
        self.name = TextField(name, label: nameLabel, value: visit.form[name], error: faults[name], width: .twenty)
        fromOn = DateField(
            "fromOn", legend: "First day", value: TypedDate(visit.form, "fromOn"), error: faults["fromOn"]
        )
        toOn = DateField("toOn", legend: "Last day", value: TypedDate(visit.form, "toOn"), error: faults["toOn"])
        errorSummary = faults.summary
    }
}
