import Foundation
import HTTPTypes
import Testing
import Vocabulary

@testable import Directory
@testable import Footbridge
@testable import Website

@Suite("The open directory, as Open Referral UK 3.0")
struct OpenReferralTests {
    @Test("says what it is at its root")
    func root() async throws {
        try await OpenWorld.with { world in
            let details = try await world.object(world.root)
            #expect(details["version"] as? String == "HSDS-UK-3.0")
            #expect((details["openapi_url"] as? String)?.hasSuffix("/openapi.json") == true)
        }
    }

    @Test("lists what chose to be found in pages, with every field that the standard requires")
    func list() async throws {
        try await OpenWorld.with { world in
            let page = try await world.object("services")
            for name in ["total_items", "total_pages", "page_number", "size"] {
                #expect(page[name] as? Int == 1, "\(name)")
            }
            for name in ["first_page", "last_page"] { #expect(page[name] as? Bool == true, "\(name)") }
            #expect(page["empty"] as? Bool == false)
            let service = try #require(try await world.contents("services").first)
            #expect(service["id"] as? String == world.world.service.rawValue)
            #expect(service["name"] as? String == "Student Wellbeing" && service["status"] as? String == "active")
            #expect(service["minimum_age"] as? Int == 18 && service["maximum_age"] == nil)
            #expect((service["url"] as? String)?.hasSuffix("/open-directory/services/\(world.world.service)") == true)
            #expect(service["assured_date"] == nil)
            #expect((service["alert"] as? String)?.hasPrefix("Nobody has verified") == true)
            let organization = try #require(service["organization"] as? [String: Any])
            #expect(organization["name"] as? String == "University of Leeds")
            #expect(organization["description"] as? String == "University or college")
        }
    }

    @Test("tells all of one service: hours, places, the team’s numbers, its kind")
    func whole() async throws {
        try await OpenWorld.with { world in
            let service = try await world.object("services/\(world.world.service)")
            let schedule = try #require((service["schedules"] as? [[String: Any]])?.first)
            #expect(schedule["byday"] as? String == "MO,TU,WE,TH,FR" && schedule["freq"] as? String == "WEEKLY")
            #expect(schedule["opens_at"] as? String == "09:00" && schedule["closes_at"] as? String == "17:00")
            let contact = try #require((service["contacts"] as? [[String: Any]])?.first)
            #expect(contact["name"] == nil && contact["department"] as? String == "Student Wellbeing")
            #expect((contact["phones"] as? [[String: Any]])?.first?["number"] as? String == "0113 343 4107")
            let link = try #require((service["service_at_locations"] as? [[String: Any]])?.first)
            let location = try #require(link["location"] as? [String: Any])
            #expect(location["location_type"] as? String == "physical")
            let attribute = try #require((service["attributes"] as? [[String: Any]])?.first)
            let term = try #require(attribute["taxonomy_term"] as? [String: Any])
            #expect(term["name"] as? String == "Student wellbeing")
            let found = try await world.contents("services?taxonomy_term_id=\(term["id"] as? String ?? "")")
            #expect(found.count == 1)
            let place = try await world.object("service_at_locations/\(link["id"] as? String ?? "")")
            #expect((place["service"] as? [String: Any])?["schedules"] != nil)
            #expect(try await world.contents("service_at_locations").count == 1)
        }
    }

    @Test("has one vocabulary, whose terms can be asked for")
    func taxonomies() async throws {
        try await OpenWorld.with { world in
            let taxonomy = try #require(try await world.contents("taxonomies").first)
            let id = try #require(taxonomy["id"] as? String)
            #expect(try await world.object("taxonomies/\(id)")["name"] as? String == "Footbridge: kinds of service")
            let terms = try await world.contents("taxonomy_terms?taxonomy_id=\(id)&per_page=100")
            #expect(terms.count == ServiceKind.allCases.count)
            let term = try #require(terms.first?["id"] as? String)
            #expect(try await world.object("taxonomy_terms/\(term)")["code"] as? String == "wellbeing")
            for path in ["taxonomies/\(term)", "taxonomy_terms/\(id)", "services?taxonomy_id=x"] {
                let answer = try await world.ask(path)
                #expect(answer.status == 404 || answer.says("\"empty\":true"), "\(path)")
            }
        }
    }

    @Test("finds by words, day, time, age and place, together and apart")
    func filters() async throws {
        try await OpenWorld.with { world in
            for (query, count) in [
                ("search=wellbeing+leeds", 1), ("search=talks", 1), ("search=gardening", 0), ("search=%21", 0),
                ("minimum_age=18", 1), ("minimum_age=18.5", 0), ("maximum_age=99", 0), ("day=MO", 1), ("day=SU", 0),
                ("start_time=09:00", 1), ("start_time=09:01", 0), ("end_time=17:00&day=FR", 1), ("end_time=16:59", 0),
                ("area=west+yorkshire", 1), ("area=Yorkshire", 1), ("area=qwo", 1), ("area=South+Yorkshire", 0),
                ("area=North+East", 0), ("area=%21", 0), ("area=", 1), ("area=QWO&day=SU", 0),
                ("page=2", 0), ("search=", 1), ("search=wellbeing&day=SU", 0),
            ] {
                let services = try await world.contents("services?\(query)")
                #expect(services.count == count, "\(query)")
                #expect(try await world.contents("service_at_locations?\(query)").count == count, "\(query)")
            }
        }
    }

    @Test("finds a campus’s service in the campus’s own area, and one whose area is not known in none")
    func areas() async throws {
        try await OpenWorld.with { world in
            let (directory, campus) = (world.world, CampusID(at: world.site.clock.now))
            try await world.site.ground.engine.write {
                try $0.execute(
                    """
                    INSERT INTO integrated_care_board (ods_code, gss_code, name, nhs_region)
                    VALUES ('QF7', 'E54000061', 'NHS South Yorkshire Integrated Care Board', 'North East and Yorkshire')
                    """)
                try $0.execute(
                    """
                    INSERT INTO campus (id, organisation_id, location_code, name, nation, icb_ods_code)
                    VALUES (\(campus), \(directory.leeds), 'A', 'Barnsley', 'england', 'QF7')
                    """)
                try $0.execute("UPDATE service SET campus_id = \(campus) WHERE id = \(directory.service)")
            }
            #expect(try await world.contents("services?area=west+yorkshire").isEmpty)
            #expect(try await world.contents("services?area=south+yorkshire").count == 1)
            let whole = try await world.object("services/\(directory.service)")
            #expect((whole["service_areas"] as? [[String: Any]])?.first?["name"] as? String == "South Yorkshire")
            try await world.site.ground.engine.write {
                try $0.execute("UPDATE campus SET icb_ods_code = NULL")
                try $0.execute("UPDATE organisation SET icb_ods_code = NULL")
            }
            #expect(try await world.contents("services?area=yorkshire").isEmpty)
            #expect(try await world.contents("services").count == 1)
        }
    }

    @Test(
        "refuses what it cannot use, and names it",
        arguments: [
            ("page=0", "page"), ("page=one", "page"), ("per_page=101", "per_page"), ("per_page=", "per_page"),
            ("page=99999999999999999999", "page"), ("minimum_age=old", "minimum_age"),
            ("maximum_age=-1", "maximum_age"),
            ("minimum_age=nan", "minimum_age"), ("day=Monday", "day"), ("start_time=9", "start_time"),
            ("end_time=25:00", "end_time"), ("page=1&page=2", "page"), ("colour=red", "colour"),
            ("search=%ff", "search"), ("search=" + String(repeating: "e%CC%81", count: 101), "search"),
            ("postcode=LS2+9JT", "postcode"), ("area=" + String(repeating: "a", count: 201), "area"),
        ])
    func refusals(_ query: String, _ parameter: String) async throws {
        try await OpenWorld.with { world in
            let answer = try await world.ask("services?\(query)")
            #expect(answer.status == 400 && answer.says("\"parameter\":\"\(parameter)\""), "\(answer.body)")
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
        }
    }

    @Test("wants a postcode and a distance together, and one whose place is known")
    func proximity() async throws {
        try await OpenWorld.with { world in
            for (query, parameter) in [
                ("postcode=LS2+9JT", "proximity"), ("proximity=5", "postcode"),
                ("postcode=Leeds&proximity=5", "postcode"),
                ("postcode=ZZ1+1ZZ&proximity=5", "postcode"), ("postcode=LS2+9JT&proximity=far", "proximity"),
            ] {
                let answer = try await world.ask("service_at_locations?\(query)")
                #expect(answer.status == 400 && answer.says("\"parameter\":\"\(parameter)\""), "\(query)")
            }
            let answer = try await world.ask("service_at_locations?postcode=ls29jt&proximity=5000")
            #expect(answer.status == 200)
        }
    }
}
