import Testing

@testable import Website

@Suite("Leaving at once")
struct LeavingTests {
    @Test("every page of a student leads away at once, on paper too, and nobody else's does")
    func seen() async throws {
        try await StudentTown.open { town in
            let (exchange, _) = try await town.told()
            for path in ["/my-information", "/my-information/notices/\(exchange)/print", "/accessibility"] {
                let page = try await town.student.get(path)
                #expect(page.says("Leave this site now</button>") && page.says("action=\"/leave\""), "\(path)")
                #expect(
                    page.headers[.contentSecurityPolicy]?
                        .contains("form-action 'self' https://www.bbc.co.uk/weather;") == true)
            }
            let others = [try await town.practitioner.get("/inbox"), try await town.site.stranger.get("/accessibility")]
            for page in others { #expect(page.status == 200 && !page.says("Leave this site now</button>")) }
        }
    }

    @Test("who leaves is signed out, and stands on a page that says nothing of it")
    func left() async throws {
        try await StudentTown.open { town in
            let answer = try await town.student.post("/leave")
            #expect(answer.status == 303 && answer.location == "https://www.bbc.co.uk/weather")
            let cookies = answer.headers[values: .setCookie]
            #expect(cookies.count == 1 && cookies[0].hasPrefix("footbridge=;") && cookies[0].contains("Max-Age=0"))
            #expect(try await town.student.get("/my-information").location?.hasPrefix("/sign-in") == true)
        }
    }

    @Test("who has gone quiet for too long leaves all the same; another site makes nobody leave")
    func quiet() async throws {
        try await StudentTown.open { town in
            #expect(try await town.site.stranger.post("/leave").location == "https://www.bbc.co.uk/weather")
            let forged = try await town.site.ask(
                .post, "/leave", form: [], token: town.student.token, headers: [.fetchSite: "cross-site"])
            #expect(forged.status == 403)
            #expect(try await town.student.get("/my-information").status == 200)
        }
    }
}
