import Accounts
import Foundation
import Vocabulary

struct ProviderListPage: Sendable {
    let providers: [Line]
    let kind: Choices
    let name: TextField
    let issuer: TextField
    let clientID: TextField
    let organisation: SelectField
    let errorSummary: ErrorSummary?

    struct Line: Sendable {
        let id: String
        let name: String
        let detail: String
        let state: String
        let isOffered: Bool
    }

    init(
        _ providers: [SignInProvider], organisations: [(OrganisationID, String)], form: Form, faults: FieldFaults
    ) {
        self.providers = providers.map(Line.init)
        kind = Choices(
            "kind", legend: "What it is", ProviderKind.allCases.map { .init($0.rawValue, $0.title, hint: $0.hint) },
            chosen: form.all("kind"), error: faults["kind"])
        name = TextField(
            "name", label: "Name on the sign-in page", value: form["name"],
            hint: "It stands after “Sign in with”. For example: University of Leeds", error: faults["name"],
            width: .twenty)
        issuer = TextField(
            "issuer", label: "Issuer", value: form["issuer"],
            hint: "Its address as it calls itself, for example https://sso.example.ac.uk", error: faults["issuer"])
        clientID = TextField(
            "clientID", label: "Client id", value: form["clientID"], hint: "What it calls Footbridge.",
            error: faults["clientID"], width: .twenty)
        organisation = SelectField(
            "organisation", label: "Whose sign-in it is",
            [("", "None")] + organisations.map { ($0.0.rawValue, $0.1) }, chosen: form["organisation"],
            error: faults["organisation"])
        errorSummary = faults.summary
    }
}

extension ProviderListPage.Line {
    init(_ provider: SignInProvider) {
        (id, name, isOffered) = (provider.id.rawValue, provider.name, provider.isOffered)
        detail = [provider.kind.title, provider.organisationName].compactMap(\.self).joined(separator: ", ")
        state = provider.closedAt != nil ? "Closed" : isOffered ? "Offered" : "Not offered yet"
    }
}

extension ProviderKind {
    fileprivate var hint: String {
        switch self {
        case .organisation:
            "For its staff: Entra ID, Shibboleth and the like. It vouches for roles there and nowhere else."
        case .careIdentity: "For NHS staff, in the role that they choose there."
        case .nhsLogin: "For students, who see their own record and nothing else."
        }
    }
}
