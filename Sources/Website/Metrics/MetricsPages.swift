import Database
import Foundation
import Vocabulary

/// `/metrics`: figures for a monitoring system, in the text that Prometheus reads.
public struct MetricsPages: Feature {
    private let engine: any Engine
    private let keeper: FigureKeeper
    private let requests: RequestFigures
    private let startedAt: Date

    /// - Parameter patience: how long the database is waited for; monitoring systems wait for some ten seconds.
    public init(
        engine: any Engine, keys: KeyRing, requests: RequestFigures, startedAt: Date, patience: Duration
    ) {
        (self.engine, self.requests, self.startedAt) = (engine, requests, startedAt)
        keeper = FigureKeeper(engine: engine, keys: keys, patience: patience)
    }

    public func routes(_ site: inout RouteTable) { site.get("/metrics", .monitoring, metrics) }

    private func metrics(_ visit: Visit) async throws -> Answer {
        var exposition = Exposition()
        let installation = await keeper.figures(at: visit.now)
        exposition.gauge("footbridge_database_up", "1 while the database answers.", installation == nil ? 0 : 1)
        installation?.write(to: &exposition)
        writeQueue(&exposition)
        connections(&exposition)
        process(&exposition)
        answers(&exposition)
        return .content(Data(exposition.text.utf8), type: Exposition.contentType, fileName: nil, status: .ok)
    }

    private func writeQueue(_ exposition: inout Exposition) {
        let writes = engine.writeFigures
        exposition.gauge("footbridge_writes_waiting", "Writes that wait to be committed.", writes.waiting)
        exposition.histogram(
            "footbridge_write_batch_size", "Writes that were committed together.", [([], writes.batches)])
        exposition.counter(
            "footbridge_write_attempts_total", "Writes that were attempted beside others, and what came of it.",
            [([("result", "kept")], writes.attempts.kept), ([("result", "anew")], writes.attempts.anew)])
    }

    private func connections(_ exposition: inout Exposition) {
        exposition.gauge(
            "footbridge_reads_waiting", "Reads that wait for a connection that is free.", engine.readsWaiting)
        let figures = engine.connectionFigures
        exposition.gauge(
            "footbridge_database_connections", "Connections to the database for reads and writes, by what they do.",
            [
                ([("state", "busy")], figures.busy), ([("state", "idle")], figures.idle),
                ([("state", "lost")], figures.lost),
            ])
    }

    private func process(_ exposition: inout Exposition) {
        exposition.gauge(
            "process_resident_memory_bytes", "Memory of the process that is in RAM.", ProcessFigures.residentBytes)
        exposition.gauge(
            "process_start_time_seconds", "When the process started, in seconds since 1970.",
            startedAt.timeIntervalSince1970)
    }

    private func answers(_ exposition: inout Exposition) {
        let kept = requests.all
        let counts = kept.answers.map { (labels: Self.labels($0.place, status: $0.status), value: $1) }
        let times = kept.seconds.map { (labels: Self.labels($0), value: $1) }
        exposition.counter(
            "footbridge_http_requests_total", "Requests by route and kind of answer.", Self.sorted(counts))
        exposition.histogram(
            "footbridge_http_request_duration_seconds", "Time until the answer began.", Self.sorted(times))
    }

    private static func labels(_ place: RequestFigures.Place, status: String? = nil) -> Exposition.Labels {
        [("method", place.method), ("route", place.route)] + (status.map { [("status", $0)] } ?? [])
    }

    /// Always in the same order, so that two answers can be compared by eye.
    private static func sorted<Value>(
        _ samples: [(labels: Exposition.Labels, value: Value)]
    ) -> [(labels: Exposition.Labels, value: Value)] {
        samples.sorted { $0.labels.map(\.value).lexicographicallyPrecedes($1.labels.map(\.value)) }
    }
}
