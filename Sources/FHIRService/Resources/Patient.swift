import Database
import Exchange
import FHIR
import Foundation
import Vocabulary

extension FHIRService {
    /// Whom exchanges are about, as far as they are told to the caller.
    var patients: ServedResource {
        ServedResource(
            type: "Patient", scope: .students,
            otherwise: "\(Self.wayIn) A patient comes with the message that is about them.",
            parameters: Self.patientParameters,
            sorting: ["_id", "-_id"], required: [], brief: ["identifier", "active", "name", "birthDate"],
            search: { search, call in
                let meant = try await patientIDs(search, call)
                let shown = try await patients(meant, search.page, call)
                try await noteCounted(meant, beside: shown, call)
                return shown
            }, shortage: patientShortage)
    }

    /// - Parameter ids: `nil` for everybody.
    func patients(_ ids: [PersonID]?, _ page: PageRequest, _ call: FHIRCall) async throws -> PageOf<Served> {
        let actor = try call.caller().actor
        let found = try await exchanges.peopleTold(ids, page, as: actor)
        let records = try await exchanges.collect(found.items, as: actor)
        return PageOf(items: records.map(\.patient), total: found.total, next: found.next)
    }
}

extension CollectedExchange {
    /// As UK Core's Patient: the name and the date of birth; the NHS number for the sender alone, who knew it.
    fileprivate var patient: Served {
        let person = disclosure.person
        let number = side == .sender ? person.nhsNumber : nil
        return Served(
            "Patient", id: person.id,
            [
                part("identifier", list: number.map { [.identifier(FHIRSystem.nhsNumber, $0.digits)] } ?? []),
                part(
                    "name",
                    list: [
                        [
                            "use": "official", "family": .string(person.familyName),
                            "given": [.string(person.givenName)],
                        ]
                    ]),
                part("birthDate", text: person.birthDate.description),
            ])
    }
}
