import Vocabulary

/// Figures as Prometheus reads them (text format 0.0.4: prometheus.io/docs/instrumenting/exposition_formats).
struct Exposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    typealias Labels = [(name: String, value: String)]

    private(set) var text = ""

    /// What goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: Double?) {
        guard let value else { return }
        head(name, "gauge", help)
        sample(name, [], value)
    }

    mutating func gauge(_ name: String, _ help: String, _ value: Int?) { gauge(name, help, value.map(Double.init)) }

    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Int)]) {
        counts(name, "gauge", help, samples)
    }

    /// What only goes up.
    mutating func counter(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Int)]) {
        counts(name, "counter", help, samples)
    }

    private mutating func counts(
        _ name: String, _ type: String, _ help: String, _ samples: [(labels: Labels, value: Int)]
    ) {
        head(name, type, help)
        for (labels, value) in samples { sample(name, labels, Double(value)) }
    }

    mutating func histogram(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Histogram)]) {
        head(name, "histogram", help)
        for (labels, histogram) in samples {
            var below = 0
            for (bound, count) in zip(histogram.bounds.map(Self.number) + ["+Inf"], histogram.counts) {
                below += count
                sample(name + "_bucket", labels + [(name: "le", value: bound)], Double(below))
            }
            sample(name + "_sum", labels, histogram.sum)
            sample(name + "_count", labels, Double(below))
        }
    }

    private mutating func head(_ name: String, _ type: String, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: Double) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += name + (list.isEmpty ? "" : "{\(list)}") + " \(Self.number(value))\n"
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// Whole numbers without a fraction, as counts are read.
    private static func number(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? "\(value)"
    }
}
