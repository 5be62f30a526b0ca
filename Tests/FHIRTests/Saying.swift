import FHIR
import Foundation
import Vocabulary

/// What is said of a resource that a test writes: the code and place of each fault.
func said(_ json: String) throws -> [String] {
    try faults(json).map { "\($0.code.rawValue) \($0.expression ?? "-")" }
}

func faults(_ json: String) throws -> [Fault] {
    Corpus.definitions.faults(in: try JSONText.read(Data(json.utf8)))
}

/// What is said of a patient with these members.
func saidOfPatient(_ members: String) throws -> [String] {
    try said("{\"resourceType\":\"Patient\",\(members)}")
}
