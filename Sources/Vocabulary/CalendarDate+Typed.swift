extension CalendarDate {
    /// Reads a day that was typed in one box, as people here write it or as programs do: `27/11/2026`, `27.11.2026`,
    /// `27 November 2026` or `2026-11-27`. `nil` for anything else, and for a day that does not exist.
    public init?(typed text: String) {
        let text = TypedText.clean(text)
        if let day = CalendarDate(iso: text) {
            self = day
            return
        }
        let parts = text.split { $0 == "/" || $0 == "." || $0 == " " }.map(String.init)
        guard parts.count == 3,
            let day = try? TypedDate(day: parts[0], month: parts[1], year: parts[2])
                .required(field: "day", called: "the day")
        else { return nil }
        self = day
    }
}
