import Exchange
import Foundation
import Students
import Vocabulary

/// What was told about the student, and how to reach them and the sender.
struct ToldBox: Sendable {
    let heading: String
    let name: String
    let born: String
    let nhsNumber: String?
    let safeContact: String?
    let unsafeContact: String?
    let happened: String
    let contents: [Entry]
    let notTold: String?
    let nextSteps: String?
    let contact: String?
    let contactTelephone: String?
    let contactHours: String?
    let checklist: [Step]
    let hasChecklist: Bool
    let explanation: String?

    struct Entry: Sendable {
        let title: String
        let text: String
    }

    struct Step: Sendable {
        let title: String
        let answer: String
        let reason: String?
    }

    init(_ told: ExchangeRecord.Disclosure, _ record: ExchangeRecord) {
        let person = told.person
        heading =
            record.side == .sender ? "What you told \(record.recipient.title)" : "What \(record.sender.title) tells you"
        name = person.fullName
        born = "\(person.birthDate.spoken) (\(person.age(on: CalendarDate(record.readAt))))"
        nhsNumber = record.side == .sender ? person.nhsNumber?.description : nil
        (safeContact, unsafeContact) = (told.safeContact, told.unsafeContact)
        happened = UKTime.full(record.facts.happenedAt)
        contents = told.contents.map { Entry(title: $0.category.title, text: $0.text) }
        let left = Set(InformationCategory.allCases).subtracting(told.contents.map(\.category)).sorted()
        notTold = left.isEmpty ? nil : left.map { $0.title.lowercased() }.joined(separator: ", ")
        nextSteps = told.nextSteps
        contact = told.namedContact.map { [$0.name, $0.jobTitle].compactMap(\.self).joined(separator: ", ") }
        (contactTelephone, contactHours) = (told.namedContact?.telephone, told.namedContact?.hours)
        checklist = told.checklist.map { Step(title: $0.step.title, answer: $0.answer.title, reason: $0.reason) }
        hasChecklist = !checklist.isEmpty
        explanation = told.explanation
    }
}

extension ToldBox.Entry: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "title": title
        case "text": text
        default: nil
        }
    }
}

extension ToldBox.Step: PageModel {
    func child(named asked: String) -> Any? {
        switch asked {
        case "title": title
        case "answer": answer
        case "reason": shown(reason)
        default: nil
        }
    }
}
