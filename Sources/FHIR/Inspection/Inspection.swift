import Vocabulary

/// One walk over one message, which gathers everything that is wrong with it.
struct Inspection {
    enum Step { case name(String), item(Int) }

    let definitions: FHIRDefinitions
    private(set) var faults: [Fault] = []
    var path: [Step] = []
    /// The resource that references with `#` stay inside.
    var container = Container()
    /// The bundle around it, when there is one.
    var surroundings: Surroundings?

    init(_ definitions: FHIRDefinitions) { self.definitions = definitions }

    /// Where the walk is, in FHIRPath: `Bundle.entry[0].resource`.
    var expression: String? {
        guard !path.isEmpty else { return nil }
        return path.reduce(into: "") { text, step in
            switch step {
            case .name(let name): text += text.isEmpty ? name : "." + name
            case .item(let number): text += "[\(number)]"
            }
        }
    }

    mutating func report(
        _ code: IssueType, _ diagnostics: String, at position: JSONText.Position, severity: Fault.Severity = .error
    ) {
        guard !isFull else { return }
        faults.append(Fault(severity, code, at: expression, diagnostics, position: position))
    }

    /// Nobody reads more, and a message could be made that has millions.
    static let mostFaults = 500
    var isFull: Bool { faults.count >= Self.mostFaults }

    /// Goes one step down, for as long as `work` takes.
    @inline(__always)
    mutating func below(_ step: Step, _ work: (inout Inspection) -> Void) {
        path.append(step)
        work(&self)
        path.removeLast()
    }
}

extension FHIRDefinitions {
    /// Everything that is wrong with a resource, in the order of the text; empty when nothing is. After 500 faults the
    /// inspection ends, and says so.
    public func faults(in resource: JSONText.Value) -> [Fault] {
        var inspection = Inspection(self)
        inspection.resource(resource)
        let faults = inspection.faults.sorted {
            ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column)
        }
        return inspection.isFull ? faults + [Self.andMore] : faults
    }

    private static let andMore = Fault(
        .information, .incomplete, at: nil,
        "There may be more: the inspection ended after \(Inspection.mostFaults) faults.")
}
