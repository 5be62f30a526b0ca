import FHIR
import Foundation
import Vocabulary

/// What somebody wants a task to become.
struct TaskChange: Sendable {
    var status: String
    var reasonCode: String?
    var reason: String?
    var outcome: String?
    /// Whether words or a code come as the reason, other than those that are there.
    let hasReason: Bool
    /// The same of how it ended.
    let hasOutcome: Bool
    /// What it says in words of how it ended, where that is not what was there.
    let outcomeWords: String?
    /// Whether nothing changes.
    let isAsItWas: Bool
    /// An answer to one request, or that the student was reached.
    var output: JSONText.Value?

    private static let changeable: Set = ["status", "statusReason", "businessStatus"]
    /// Parts that the service itself keeps.
    private static let own: Set = ["resourceType", "id", "meta", "lastModified", "text", "output"]

    /// A whole task: parts that may not change have to be as they are, or are left out.
    init(whole task: JSONText.Value, from current: JSONText.Value) throws(FHIRProblem) {
        guard task["resourceType"]?.string == "Task", task["id"] == current["id"] else {
            throw FHIRProblem(.badRequest, .invalid, "Send the Task that has this id.", at: "Task.id")
        }
        let known = current["output"]?.items ?? []
        let added = (task["output"]?.items ?? []).filter { !known.contains($0) }
        for member in task.members ?? [] where !Self.changeable.contains(member.key) && !Self.own.contains(member.key) {
            guard current[member.key] == member.value else { throw Self.fixed(member.key) }
        }
        try self.init(task, outputs: added, from: current)
    }

    /// Steps of a JSON Patch (RFC 6902) on the parts that may change.
    init(patch steps: [JSONText.Value], from current: JSONText.Value) throws(FHIRProblem) {
        var members: [JSONText.Member] = [.init("status", current["status"] ?? "")]
        var outputs: [JSONText.Value] = []
        for step in steps {
            if step["op"]?.string == "add", step["path"]?.string == "/output/-", let value = step["value"] {
                outputs.append(value)
                continue
            }
            let name = String(step["path"]?.string?.dropFirst() ?? "")
            guard Self.changeable.contains(name), let value = step["value"] else { throw Self.fixed(name) }
            switch step["op"]?.string {
            case "test" where current[name] == value: continue
            case "test": throw .outdated
            case "add", "replace": members = members.filter { $0.key != name } + [.init(name, value)]
            default: throw FHIRProblem(.badRequest, .notSupported, "Steps may test, add and replace.")
            }
        }
        try self.init(.object(members), outputs: outputs, from: current)
    }

    /// One act at a time: each is checked against the version that was seen, and the next has a version of its own.
    private init(
        _ task: JSONText.Value, outputs: [JSONText.Value], from current: JSONText.Value
    ) throws(FHIRProblem) {
        guard let status = task["status"]?.string, TaskStatus.all.contains(status) else {
            throw FHIRProblem(.badRequest, .codeInvalid, "This is no status of a task.", at: "Task.status")
        }
        guard outputs.isEmpty || outputs.count == 1 && task["status"] == current["status"] else {
            throw FHIRProblem(
                .unprocessableContent, .businessRule, "Change the status, or add one output: one thing at a time.",
                at: "Task.output")
        }
        (self.status, output) = (status, outputs.first)
        hasReason = Self.brings("statusReason", task, current)
        hasOutcome = Self.brings("businessStatus", task, current)
        let words = task["businessStatus"]?["text"]
        outcomeWords = words == current["businessStatus"]?["text"] ? nil : words?.string
        isAsItWas = task["status"] == current["status"] && !hasReason && !hasOutcome && outputs.isEmpty
        reasonCode = task["statusReason"]?.code(of: FHIRSystem.declineReason)
        reason = task["statusReason"]?["text"]?.string
        outcome = task["businessStatus"]?.code(of: FHIRSystem.outcome)
    }

    /// What stands for it and for who makes it: a request id that comes once more with another change swallows none.
    func mark(of person: Actor) -> String {
        let said = [status, reasonCode, reason, outcome, person.membershipID?.rawValue].map { text in
            text.map(JSONText.Value.string) ?? false
        }
        return String(ContentHash.of(.array(said + [output ?? false])).prefix(16))
    }

    private static func brings(_ part: String, _ task: JSONText.Value, _ current: JSONText.Value) -> Bool {
        task[part] != nil && task[part] != current[part]
    }

    private static func fixed(_ element: String) -> FHIRProblem {
        let known = element.wholeMatch(of: /[A-Za-z]{1,40}/) == nil ? nil : "Task.\(element)"
        return FHIRProblem(
            .unprocessableContent, .businessRule,
            "Only status, statusReason and businessStatus can be changed, and output added.", at: known)
    }
}
